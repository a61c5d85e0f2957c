package dev.cria.trainer.generate.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A set of JSON values. */
interface Value {

    /** More bytes than any answer has: where sums end, lest they overflow. */
    int MANY = 1 << 24;

    /** A value of it, and what comes after. */
    Form then(Form after);

    /** Bytes of the shortest of them. */
    int shortest();

    /** Values of several sets. */
    record OneOf(List<Value> values) implements Value {
        @Override
        public Form then(Form after) {
            return Either.of(values.stream().map(value -> value.then(after)).toList());
        }

        @Override
        public int shortest() {
            return values.stream().mapToInt(Value::shortest).min().orElse(0);
        }
    }

    /** One value, in its only spelling. */
    record Literal(String json) implements Value {
        @Override
        public Form then(Form after) {
            return Spelled.of(json, after);
        }

        @Override
        public int shortest() {
            return json.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /**
     * Strings.
     *
     * @param most characters; a negative number for any
     */
    record Text(int least, int most) implements Value {
        @Override
        public Form then(Form after) {
            return StringBody.quoted(least, most, after);
        }

        @Override
        public int shortest() {
            return 2 + least;
        }
    }

    /** Numbers. */
    record Numeral(boolean integer) implements Value {
        @Override
        public Form then(Form after) {
            return NumberBody.of(integer, after);
        }

        @Override
        public int shortest() {
            return 1;
        }
    }

    /**
     * Lists.
     *
     * @param most items; a negative number for any
     */
    record Array(Value items, int least, int most) implements Value {
        @Override
        public Form then(Form after) {
            return Spelled.of("[", Space.before(new Items(this, after)));
        }

        @Override
        public int shortest() {
            return 2 + rest(0);
        }

        /** Bytes of the items that are still needed, with the commas between them. */
        int rest(int read) {
            int needed = Math.max(0, least - read);
            long bytes = (long) needed * (items.shortest() + 1) - (read == 0 ? 1 : 0);
            return needed == 0 ? 0 : (int) Math.min(MANY, bytes);
        }
    }

    /** Objects of any keys. */
    record AnyObject(Value values) implements Value {
        @Override
        public Form then(Form after) {
            return Spelled.of("{", Space.before(new Members(this, false, after)));
        }

        @Override
        public int shortest() {
            return 2;
        }
    }

    /** Objects of given members, in their order. */
    record Struct(List<Member> members) implements Value {
        @Override
        public Form then(Form after) {
            return Spelled.of("{", Space.before(new Fields(this, 0, false, after)));
        }

        @Override
        public int shortest() {
            return 1 + rest(0, false);
        }

        /** Bytes of the members that are still needed, and the brace at the end. */
        int rest(int at, boolean begun) {
            int bytes = 1;
            boolean comma = begun;
            for (Member member : members.subList(at, members.size())) {
                if (member.required()) {
                    bytes = Math.min(MANY, bytes + member.shortest() + (comma ? 1 : 0));
                    comma = true;
                }
            }
            return bytes;
        }
    }

    /**
     * A member of an object.
     *
     * @param key as JSON spells it, with its quotes
     */
    record Member(String key, Value value, boolean required) {

        Form then(Form after) {
            Form rest = Spelled.of(":", Space.before(value.then(after)));
            return Spelled.of(key, Space.before(rest));
        }

        int shortest() {
            return key.getBytes(StandardCharsets.UTF_8).length + 1 + value.shortest();
        }
    }

    /** Any value, nested so many times at most. */
    record Any(int depth) implements Value {

        private static final List<Value> SCALARS =
                List.of(
                        new Text(0, -1),
                        new Numeral(false),
                        new Literal("true"),
                        new Literal("false"),
                        new Literal("null"));

        @Override
        public Form then(Form after) {
            return new AnyValue(depth, after);
        }

        @Override
        public int shortest() {
            return 1;
        }

        /** Its forms: only made when it is known which one it is. */
        Form first(int next, Form after) {
            List<Value> all = new ArrayList<>(SCALARS);
            if (depth > 0) {
                all.add(new Array(new Any(depth - 1), 0, -1));
                all.add(new AnyObject(new Any(depth - 1)));
            }
            return Either.of(
                    all.stream()
                            .map(value -> value.then(after).step(next))
                            .flatMap(Stream::ofNullable)
                            .toList());
        }
    }

    /** The beginning of any value. */
    record AnyValue(int depth, Form after) implements Form {
        @Override
        public Form step(int next) {
            return new Any(depth).first(next, after);
        }

        @Override
        public int shortest() {
            return 1 + after.shortest();
        }
    }

    /** What comes before the first item of a list, or its end. */
    record Items(Array array, Form after) implements Form {
        @Override
        public Form step(int next) {
            if (next == ']' && array.least() == 0) {
                return after;
            }
            Form end = Space.before(new ItemEnd(array, 1, after));
            return array.most() == 0 ? null : array.items().then(end).step(next);
        }

        @Override
        public int shortest() {
            return array.rest(0) + 1 + after.shortest();
        }
    }

    /**
     * What comes after an item of a list.
     *
     * @param read items, as far as they must be counted
     */
    record ItemEnd(Array array, int read, Form after) implements Form {
        @Override
        public Form step(int next) {
            if (next == ']' && read >= array.least()) {
                return after;
            }
            if (next != ',' || array.most() == read) {
                return null;
            }
            boolean counts = array.most() >= 0 || read < array.least();
            Form end = new ItemEnd(array, counts ? read + 1 : read, after);
            return Space.before(array.items().then(Space.before(end)));
        }

        @Override
        public int shortest() {
            return array.rest(read) + 1 + after.shortest();
        }
    }

    /** What comes before a member of an object of any keys, or after one. */
    record Members(AnyObject object, boolean begun, Form after) implements Form {
        @Override
        public Form step(int next) {
            if (next == '}') {
                return after;
            }
            Form end = Space.before(new Members(object, true, after));
            Form value = Space.before(object.values().then(end));
            Form member = StringBody.quoted(0, -1, Space.before(Spelled.of(":", value)));
            if (begun) {
                return next == ',' ? Space.before(member) : null;
            }
            return member.step(next);
        }

        @Override
        public int shortest() {
            return 1 + after.shortest();
        }
    }

    /**
     * What comes before a member of an object of given members, or after one.
     *
     * @param at the first member that may come
     * @param begun whether there was one
     */
    record Fields(Struct struct, int at, boolean begun, Form after) implements Form {
        @Override
        public Form step(int next) {
            List<Form> possible = new ArrayList<>();
            int i = at;
            boolean needed = false;
            while (i < struct.members().size() && !needed) {
                needed = struct.members().get(i).required();
                possible.add(member(i));
                i++;
            }
            if (!needed && next == '}') {
                return after;
            }
            Form members = Either.of(possible);
            if (members == null) {
                return null;
            }
            if (begun) {
                return next == ',' ? Space.before(members) : null;
            }
            return members.step(next);
        }

        private Form member(int i) {
            return struct.members()
                    .get(i)
                    .then(Space.before(new Fields(struct, i + 1, true, after)));
        }

        @Override
        public int shortest() {
            return struct.rest(at, begun) + after.shortest();
        }
    }
}
