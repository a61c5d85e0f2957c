package dev.cria.recipes.cli;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Handlers of the system's signals. A hook of the Java machine would be told of the first one only,
 * and not of which it was; the class that says more belongs to the JDK's own, and the compiler
 * warns of it whoever names it, so that it is called by its name.
 */
final class Signals {

    static final int INT = 2;
    static final int TERM = 15;

    private Signals() {}

    /** Has INT and TERM handled, in a thread of their own; false where that cannot be. */
    static boolean handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (self, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    Object number =
                                            signal.getMethod("getNumber").invoke(arguments[0]);
                                    handler.accept((Integer) number);
                                    return null;
                                }
                                return switch (method.getName()) {
                                    case "hashCode" -> System.identityHashCode(self);
                                    case "equals" -> self == arguments[0];
                                    default -> "handler of signals";
                                };
                            });
            for (String name : new String[] {"INT", "TERM"}) {
                Object made = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, type).invoke(null, made, proxy);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }
}
