package dev.cria.trainer.generate.json;

import java.util.ArrayList;
import java.util.List;

/** One of several, which is not known yet. */
record Either(List<Form> forms, int shortest) implements Form {

    /** One of these; null if there is none. */
    static Form of(List<Form> forms) {
        List<Form> distinct = forms.stream().distinct().toList();
        if (distinct.size() < 2) {
            return distinct.isEmpty() ? null : distinct.get(0);
        }
        return new Either(distinct, distinct.stream().mapToInt(Form::shortest).min().orElseThrow());
    }

    @Override
    public Form step(int next) {
        List<Form> left = new ArrayList<>();
        for (Form form : forms) {
            Form after = form.step(next);
            if (after != null) {
                left.add(after);
            }
        }
        return of(left);
    }
}
