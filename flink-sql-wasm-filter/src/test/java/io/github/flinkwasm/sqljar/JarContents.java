package io.github.flinkwasm.sqljar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar as a list of files.
 *
 * @param files every entry that is no directory, in the jar's order; one that is there twice, twice
 */
public record JarContents(Path jar, List<String> files) {
    private static final String CLASS = ".class";

    public static JarContents of(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> files = new ArrayList<>();
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(files::add);
            return new JarContents(jar, List.copyOf(files));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }

    /** The classes, without module descriptors and without those for single versions of Java. */
    public List<String> classes() {
        return files.stream()
                .filter(file -> file.endsWith(CLASS))
                .filter(file -> !file.startsWith("META-INF/"))
                .filter(file -> !file.equals("module-info" + CLASS))
                .toList();
    }

    public List<String> filesOtherThanClasses() {
        return files.stream().filter(file -> !file.endsWith(CLASS)).toList();
    }

    /** What lies directly in META-INF and is about licences. */
    public List<String> licenceFiles() {
        return files.stream()
                .filter(file -> file.matches("META-INF/[^/]*(LICENSE|NOTICE)[^/]*"))
                .toList();
    }

    public TreeSet<String> packages() {
        TreeSet<String> packages = new TreeSet<>();
        for (String file : classes()) {
            packages.add(file.substring(0, file.lastIndexOf('/')).replace('/', '.'));
        }
        return packages;
    }

    public String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    public byte[] bytes(String file) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(file);
            if (entry == null) {
                throw new AssertionError("There is no " + file + " in " + jar + ": " + files);
            }
            return zip.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " in " + jar, e);
        }
    }
}
