package dev.cria.data.jinja;

import java.util.List;

/** Something that is done, and how it ends. */
interface Statement {

    enum End {
        NEXT,
        BREAK,
        CONTINUE
    }

    End execute(Run run);

    static End all(List<Statement> statements, Run run) {
        for (Statement statement : statements) {
            run.budget().step();
            End end = statement.execute(run);
            if (end != End.NEXT) {
                return end;
            }
        }
        return End.NEXT;
    }
}
