package dev.cria.recipes.job.tune;

import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.distill.StoredTeacher;
import dev.cria.trainer.pass.PolicyTeacher;
import dev.cria.trainer.pass.Teacher;

/**
 * A teacher that can be asked until it is closed.
 *
 * @param teacher what is asked
 * @param behind what it needs
 */
record OpenTeacher(Teacher teacher, Runnable behind) implements AutoCloseable {

    static OpenTeacher of(OpenPolicy model) {
        return new OpenTeacher(new PolicyTeacher(model.policy()), model::close);
    }

    static OpenTeacher of(StoredTeacher stored) {
        return new OpenTeacher(stored, stored::close);
    }

    @Override
    public void close() {
        behind.run();
    }
}
