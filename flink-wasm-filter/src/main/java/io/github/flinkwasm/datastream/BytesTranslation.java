package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A record as its bytes. */
final class BytesTranslation implements RecordTranslation<byte[], byte[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean supports(EventFormat format) {
        return true;
    }

    // With object reuse the element may be overwritten while its copy is still on its way.
    @Override
    public byte[] toRecord(byte[] element) {
        return element.clone();
    }

    @Override
    public byte[] fromRecord(byte[] original, byte[] record) {
        return record;
    }

    @Override
    public byte[] fromOriginal(byte[] original, byte[] record) {
        return record;
    }

    @Override
    public TypeInformation<byte[]> inputType() {
        return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }

    @Override
    public TypeInformation<byte[]> outputType() {
        return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
}
