package dev.cria.data.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Puts the values of a row's columns together: structures become mappings without what is null,
 * lists lists, and maps mappings by the text of their keys.
 *
 * <p>Source of what is a list or a map, also in files of older writers: {@code LogicalTypes.md} of
 * apache/parquet-format, sections Lists and Maps.
 */
final class ParquetRow extends RecordMaterializer<Map<String, Object>> {

    private final Structure row;

    ParquetRow(GroupType schema) {
        row = new Structure(schema, value -> {});
    }

    @Override
    public Map<String, Object> getCurrentRecord() {
        return row.values;
    }

    @Override
    public GroupConverter getRootConverter() {
        return row;
    }

    private static Converter converter(Type type, Consumer<Object> to) {
        if (type.isPrimitive()) {
            return new Value(type.asPrimitiveType(), to);
        }
        GroupType group = type.asGroupType();
        var meaning = group.getLogicalTypeAnnotation();
        boolean repeats =
                group.getFieldCount() == 1
                        && group.getType(0).isRepetition(Type.Repetition.REPEATED);
        if (repeats && meaning instanceof ListLogicalTypeAnnotation) {
            return new Elements(group, to);
        }
        boolean map =
                meaning instanceof MapLogicalTypeAnnotation
                        || meaning instanceof MapKeyValueTypeAnnotation;
        return repeats && map && !group.getType(0).isPrimitive()
                ? new Entries(group, to)
                : new Structure(group, to);
    }

    /** Fields by their names. */
    private static final class Structure extends GroupConverter {

        private final Converter[] fields;
        private final Consumer<Object> to;
        private Map<String, Object> values = new LinkedHashMap<>();

        Structure(GroupType type, Consumer<Object> to) {
            this.to = to;
            fields = new Converter[type.getFieldCount()];
            for (int i = 0; i < fields.length; i++) {
                Type field = type.getType(i);
                String name = field.getName();
                fields[i] =
                        field.isRepetition(Type.Repetition.REPEATED)
                                ? converter(field, value -> add(name, value))
                                : converter(field, value -> values.put(name, value));
            }
        }

        /** A field that repeats without being declared a list. */
        private void add(String name, Object value) {
            @SuppressWarnings("unchecked") // nothing else is put under the name
            List<Object> list =
                    (List<Object>) values.computeIfAbsent(name, each -> new ArrayList<>());
            list.add(value);
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {
            values = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            to.accept(values);
        }
    }

    /** A list; a null among its elements stays one. */
    private static final class Elements extends GroupConverter {

        private final Converter repeated;
        private final Consumer<Object> to;
        private List<Object> values = new ArrayList<>();

        Elements(GroupType type, Consumer<Object> to) {
            this.to = to;
            Type each = type.getType(0);
            boolean isElement =
                    each.isPrimitive()
                            || each.asGroupType().getFieldCount() > 1
                            || each.getName().equals("array")
                            || each.getName().equals(type.getName() + "_tuple");
            repeated =
                    isElement
                            ? converter(each, value -> values.add(value))
                            : new Slot(each.asGroupType(), value -> values.add(value));
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }

        @Override
        public void start() {
            values = new ArrayList<>();
        }

        @Override
        public void end() {
            to.accept(values);
        }
    }

    /** The place of an element, which may be null. */
    private static final class Slot extends GroupConverter {

        private final Converter element;
        private final Consumer<Object> to;
        private Object value;

        Slot(GroupType type, Consumer<Object> to) {
            this.to = to;
            element = converter(type.getType(0), given -> value = given);
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            value = null;
        }

        @Override
        public void end() {
            to.accept(value);
        }
    }

    /** A map; an entry without a value is left out as a null field is. */
    private static final class Entries extends GroupConverter {

        private final Structure entry;
        private final Consumer<Object> to;
        private Map<String, Object> values = new LinkedHashMap<>();

        Entries(GroupType type, Consumer<Object> to) {
            this.to = to;
            GroupType pair = type.getType(0).asGroupType();
            String key = pair.getFieldName(0);
            String value = pair.getFieldCount() > 1 ? pair.getFieldName(1) : key;
            entry = new Structure(pair, each -> put(key, value));
        }

        private void put(String key, String value) {
            if (entry.values.get(value) != null) {
                values.put(String.valueOf(entry.values.get(key)), entry.values.get(value));
            }
        }

        @Override
        public Converter getConverter(int field) {
            return entry;
        }

        @Override
        public void start() {
            values = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            to.accept(values);
        }
    }

    /** Text, a number or a truth value; bytes that are no text as hexadecimal digits. */
    private static final class Value extends PrimitiveConverter {

        private final PrimitiveType type;
        private final Consumer<Object> to;

        Value(PrimitiveType type, Consumer<Object> to) {
            this.type = type;
            this.to = to;
        }

        @Override
        public void addBinary(Binary value) {
            to.accept(type.stringifier().stringify(value));
        }

        @Override
        public void addBoolean(boolean value) {
            to.accept(value);
        }

        @Override
        public void addDouble(double value) {
            to.accept(value);
        }

        @Override
        public void addFloat(float value) {
            to.accept(value);
        }

        @Override
        public void addInt(int value) {
            to.accept(value);
        }

        @Override
        public void addLong(long value) {
            to.accept(value);
        }
    }
}
