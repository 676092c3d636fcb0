package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/**
 * JSON straight into one array. Why not Jackson's generator? It refuses a lone surrogate in the
 * middle of a record, where a record must not be lost, and costs buffers and a pool for each.
 */
final class JsonRecordWriter implements RecordWriter {
    private final ByteSink sink = new ByteSink();

    /** Whether a comma has to stand before what comes next. */
    private boolean separate;

    @Override
    public void startObject(int fields) {
        start('{');
    }

    @Override
    public void key(FieldNames names, int position) {
        separator();
        sink.put(names.jsonKey(position));
        separate = false;
    }

    @Override
    public void key(String name) {
        separator();
        sink.putJsonString(name);
        sink.put(':');
        separate = false;
    }

    @Override
    public void endObject() {
        end('}');
    }

    @Override
    public void startArray(int elements) {
        start('[');
    }

    @Override
    public void endArray() {
        end(']');
    }

    @Override
    public void nil() {
        ascii("null");
    }

    @Override
    public void bool(boolean value) {
        ascii(value ? "true" : "false");
    }

    @Override
    public void integer(long value) {
        separator();
        sink.putDigits(value);
    }

    @Override
    public void integer(BigInteger value) {
        ascii(value.toString());
    }

    @Override
    public void string(String value) {
        separator();
        sink.putJsonString(value);
    }

    @Override
    public void floating(double value) {
        if (Double.isFinite(value)) {
            // JDK 17's Double.toString is not always the shortest form.
            ascii(NumberOutput.toString(value, true));
        } else {
            string(Double.toString(value));
        }
    }

    @Override
    public void floating(float value) {
        if (Float.isFinite(value)) {
            ascii(NumberOutput.toString(value, true));
        } else {
            string(Float.toString(value));
        }
    }

    @Override
    public void decimal(BigDecimal value) {
        ascii(value.toString());
    }

    @Override
    public void binary(byte[] value) {
        separator();
        sink.put('"');
        sink.put(Base64.getEncoder().encode(value));
        sink.put('"');
    }

    @Override
    public byte[] take() {
        separate = false;
        return sink.take();
    }

    @Override
    public void clear() {
        separate = false;
        sink.clear();
    }

    private void ascii(String text) {
        separator();
        sink.putAscii(text);
    }

    private void start(char bracket) {
        separator();
        sink.put(bracket);
        separate = false;
    }

    private void end(char bracket) {
        sink.put(bracket);
        separate = true;
    }

    private void separator() {
        if (separate) {
            sink.put(',');
        }
        separate = true;
    }
}
