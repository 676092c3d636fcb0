package io.github.flinkwasm.cli;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.ITypeConverter;

/** Reads sizes as Flink's configuration does, and {@code MiB} too: units count in 1,024. */
final class SizeConverter implements ITypeConverter<MemorySize> {
    private static final Map<String, Long> BYTES = new HashMap<>();

    static {
        unit(1L, "", "b", "byte", "bytes");
        unit(1L << 10, "k", "kb", "kib", "kibibytes");
        unit(1L << 20, "m", "mb", "mib", "mebibytes");
        unit(1L << 30, "g", "gb", "gib", "gibibytes");
    }

    private static void unit(long bytes, String... names) {
        for (String name : names) {
            BYTES.put(name, bytes);
        }
    }

    @Override
    public MemorySize convert(String value) {
        return new MemorySize(
                Quantity.parse(
                        value,
                        BYTES,
                        "write a whole number and b, k, m or g, as in 512m or \"128 MiB\""));
    }
}
