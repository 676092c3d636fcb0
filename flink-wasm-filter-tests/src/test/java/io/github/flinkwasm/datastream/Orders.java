package io.github.flinkwasm.datastream;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * The same elements as rows, maps and POJOs, for the guest of {@link Guests#waysOut}: it does what
 * the first field says, whose name has two letters. Every mapper fills one and the same object for
 * all its elements, arrays included, as an operator that spares allocations would.
 */
final class Orders {

    static final int COUNT = 90;

    static final TypeInformation<Row> ROW =
            Types.ROW_NAMED(
                    new String[] {"op", "seq", "price", "raw"},
                    Types.STRING,
                    Types.LONG,
                    Types.DOUBLE,
                    Types.PRIMITIVE_ARRAY(Types.BYTE));

    /** What the guest makes of {@link #ROW}. */
    static final TypeInformation<Row> ANSWER_ROW = answer(ROW);

    /** A sequence number that no double holds. */
    private static final long FIRST = (1L << 53) + 1;

    private static final List<String> OPERATIONS = List.of("emit", "drop", "trap");

    private Orders() {}

    /** What the guest makes of a row. */
    static TypeInformation<Row> answer(TypeInformation<Row> record) {
        return Types.ROW_NAMED(
                new String[] {"tag", "sec", "nsec", "record"},
                Types.STRING,
                Types.LONG,
                Types.INT,
                record);
    }

    /** How every element comes out of the guest, in the words of {@code describe}. */
    static List<String> expectedOutcomes() {
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < COUNT; n++) {
            String order = describe(operation(n), FIRST + n, price(n), bytes(new byte[2], n));
            expected.add(
                    switch (operation(n)) {
                        case "emit" -> "emitted shop 0 0 " + order;
                        case "drop" -> "dropped " + order;
                        default -> "failed TRAP";
                    });
        }
        return expected;
    }

    /** Only the elements that the guest emits. */
    static List<String> expectedEmitted() {
        return expectedOutcomes().stream().filter(text -> text.startsWith("emitted")).toList();
    }

    /** By position: a row of the stream has no names until Flink's serializer gives it some. */
    static String describe(Row order) {
        return describe(order.getField(0), order.getField(1), order.getField(2), order.getField(3));
    }

    static String describe(Map<?, ?> order) {
        return describe(order.get("op"), order.get("seq"), order.get("price"), order.get("raw"));
    }

    static String describe(Order order) {
        return describe(order.op, order.seq, order.price, order.raw);
    }

    static String describeAnswer(Row answer) {
        return "emitted %s %s %s %s"
                .formatted(
                        answer.getField("tag"),
                        answer.getField("sec"),
                        answer.getField("nsec"),
                        describe(answer.<Row>getFieldAs("record")));
    }

    private static String describe(
            @Nullable Object op,
            @Nullable Object seq,
            @Nullable Object price,
            @Nullable Object raw) {
        Object base64 =
                raw instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : raw;
        return "%s %s %s %s".formatted(op, seq, price, base64);
    }

    private static String operation(long n) {
        return OPERATIONS.get((int) (n % OPERATIONS.size()));
    }

    private static @Nullable Double price(long n) {
        return n % 5 == 0 ? null : n / 8.0;
    }

    private static byte[] bytes(byte[] raw, long n) {
        raw[0] = (byte) n;
        raw[1] = (byte) -n;
        return raw;
    }

    /** Fills one row. */
    static final class IntoOneRow implements MapFunction<Long, Row> {
        private static final long serialVersionUID = 1L;

        private final byte[] raw = new byte[2];
        private @Nullable Row row;

        @Override
        public Row map(Long n) {
            if (row == null) {
                row = Row.withPositions(4);
            }
            row.setField(0, operation(n));
            row.setField(1, FIRST + n);
            row.setField(2, price(n));
            row.setField(3, bytes(raw, n));
            return row;
        }
    }

    /** Fills one map. */
    static final class IntoOneMap implements MapFunction<Long, Map<String, Object>> {
        private static final long serialVersionUID = 1L;

        private final byte[] raw = new byte[2];
        private final LinkedHashMap<String, @Nullable Object> map = new LinkedHashMap<>();

        @Override
        @SuppressWarnings("unchecked") // null is a value of a record like any other
        public Map<String, Object> map(Long n) {
            map.clear();
            map.put("op", operation(n));
            map.put("seq", FIRST + n);
            map.put("price", price(n));
            map.put("raw", bytes(raw, n));
            return (Map<String, Object>) (Map<?, ?>) map;
        }
    }

    /** Fills one POJO. */
    static final class IntoOneOrder implements MapFunction<Long, Order> {
        private static final long serialVersionUID = 1L;

        private final byte[] raw = new byte[2];
        private @Nullable Order order;

        @Override
        public Order map(Long n) {
            if (order == null) {
                order = new Order();
            }
            order.op = operation(n);
            order.seq = FIRST + n;
            order.price = price(n);
            order.raw = bytes(raw, n);
            return order;
        }
    }

    /** A POJO. */
    public static final class Order {
        public String op = "";
        public long seq;
        public @Nullable Double price;
        public byte[] raw = new byte[0];

        public Order() {}
    }

    /** What the guest makes of an {@link Order}. */
    public static final class Answer {
        public String tag = "";
        public long sec;
        public int nsec;
        public Order record = new Order();

        public Answer() {}

        String describe() {
            return "emitted %s %s %s %s".formatted(tag, sec, nsec, Orders.describe(record));
        }
    }
}
