package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.artifact.ArtifactManifest.Entry;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an artifact's manifest. It may come from anywhere, so it has to be exactly what {@link
 * ArtifactManifest#toBytes} writes, and every number is bounded.
 */
final class ManifestReader {
    private static final String SHA256 = "([0-9a-f]{64})";
    private static final String NUMBER = "([0-9]{1,10})";
    private static final String NAME = "([A-Za-z0-9_.$-]{1,200})";

    private static final Pattern FORMAT =
            Pattern.compile(ArtifactManifest.FORMAT_LINE + "([0-9]{1,5})");
    private static final Pattern MODULE = Pattern.compile("module " + SHA256 + " " + NUMBER);
    private static final Pattern TARGET = Pattern.compile("target " + NAME);
    private static final Pattern COMPILER = Pattern.compile("compiler " + NAME + " " + NAME);
    private static final Pattern DEADLINE = Pattern.compile("deadline ([0-9]{1,5})");
    private static final Pattern MACHINE = Pattern.compile("machine " + NAME);
    private static final Pattern HUGE = Pattern.compile("huge " + NUMBER + " (.{0,2000})");
    private static final Pattern ENTRY =
            Pattern.compile("entry " + SHA256 + " " + NUMBER + " " + NAME);

    private final Iterator<String> lines;
    private String line = "";

    private ManifestReader(String text) {
        this.lines = text.lines().iterator();
        advance();
    }

    /**
     * @throws ArtifactRefusedException if it is no manifest of a version that is known here
     */
    static ArtifactManifest read(byte[] bytes) throws ArtifactRefusedException {
        ArtifactManifest manifest =
                new ManifestReader(new String(bytes, StandardCharsets.UTF_8)).read();
        if (!Arrays.equals(manifest.toBytes(), bytes)) {
            throw new ArtifactRefusedException(
                    "its manifest is not written as manifests are; it was changed by hand");
        }
        return manifest;
    }

    private ArtifactManifest read() throws ArtifactRefusedException {
        int format = Integer.parseInt(next(FORMAT).group(1));
        if (format != ArtifactKey.FORMAT) {
            throw new ArtifactRefusedException(
                    "it has format %d, and this library reads format %d"
                            .formatted(format, ArtifactKey.FORMAT));
        }
        Matcher module = next(MODULE);
        String target = next(TARGET).group(1);
        Matcher compiler = next(COMPILER);
        int deadline = Integer.parseInt(next(DEADLINE).group(1));
        ArtifactKey key =
                new ArtifactKey(
                        module.group(1),
                        ArtifactTarget.of(target)
                                .orElseThrow(
                                        () ->
                                                new ArtifactRefusedException(
                                                        "its target \"%s\" is unknown here"
                                                                .formatted(target))),
                        compiler.group(1),
                        compiler.group(2),
                        deadline,
                        format);
        String machine = next(MACHINE).group(1);
        return new ArtifactManifest(
                key, Long.parseLong(module.group(2)), machine, hugeMethods(), entries());
    }

    private List<HugeMethod> hugeMethods() throws ArtifactRefusedException {
        List<HugeMethod> methods = new ArrayList<>();
        while (line.startsWith("huge ")) {
            Matcher method = next(HUGE);
            methods.add(new HugeMethod(method.group(2), number(method.group(1))));
        }
        return methods;
    }

    private List<Entry> entries() throws ArtifactRefusedException {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!line.isEmpty()) {
            Matcher entry = next(ENTRY);
            if (!names.add(entry.group(3))) {
                throw new ArtifactRefusedException(
                        "its manifest names the entry %s twice".formatted(entry.group(3)));
            }
            entries.add(new Entry(entry.group(3), entry.group(1), number(entry.group(2))));
        }
        return entries;
    }

    private static int number(String digits) throws ArtifactRefusedException {
        long number = Long.parseLong(digits);
        if (number > Integer.MAX_VALUE) {
            throw new ArtifactRefusedException(
                    "its manifest has the number %d, and at most %d is possible"
                            .formatted(number, Integer.MAX_VALUE));
        }
        return (int) number;
    }

    private Matcher next(Pattern expected) throws ArtifactRefusedException {
        Matcher matcher = expected.matcher(line);
        if (!matcher.matches()) {
            throw new ArtifactRefusedException(
                    "its manifest has a line that does not fit \"%s\""
                            .formatted(expected.pattern()));
        }
        advance();
        return matcher;
    }

    private void advance() {
        line = lines.hasNext() ? lines.next() : "";
    }
}
