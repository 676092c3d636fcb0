package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.JsonText;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** JSON text as a Java string. */
final class StringTranslation implements RecordTranslation<String, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean supports(EventFormat format) {
        return format == EventFormat.JSON;
    }

    @Override
    public byte[] toRecord(String element) {
        return element.getBytes(UTF_8);
    }

    @Override
    public String fromRecord(String original, byte[] record) {
        return new String(JsonText.withoutLineBreaks(record), UTF_8);
    }

    // Not from the record: where the element is no JSON, a line break in it may mean something.
    @Override
    public String fromOriginal(String original, byte[] record) {
        return original;
    }

    @Override
    public TypeInformation<String> inputType() {
        return Types.STRING;
    }

    @Override
    public TypeInformation<String> outputType() {
        return Types.STRING;
    }
}
