package io.github.flinkwasm.internal.wasi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What guests of one filter are granted. Immutable; nothing is granted that is not named here. */
public final class WasiOptions {
    /** No environment, no directory, the machine's clocks, unpredictable random numbers. */
    public static final WasiOptions NONE =
            new WasiOptions(Map.of(), List.of(), GuestClocks.SYSTEM, false, 0);

    private final Map<String, String> environment;
    private final List<GrantedDirectory> directories;
    private final GuestClocks clocks;
    private final boolean hasSeed;
    private final long seed;

    private WasiOptions(
            Map<String, String> environment,
            List<GrantedDirectory> directories,
            GuestClocks clocks,
            boolean hasSeed,
            long seed) {
        this.environment = environment;
        this.directories = directories;
        this.clocks = clocks;
        this.hasSeed = hasSeed;
        this.seed = seed;
    }

    /**
     * Sets all environment variables, in the map's order.
     *
     * @throws IllegalArgumentException if a name is empty or contains '=', or anything contains a
     *     NUL
     */
    public WasiOptions withEnvironment(Map<String, String> variables) {
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "Environment variable "
                                + HarmlessText.quoted(name, 80)
                                + " has no usable name; a name is not empty and has no '=' and no"
                                + " NUL");
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "The value of environment variable "
                                + HarmlessText.quoted(name, 80)
                                + " contains a NUL, at which the guest would cut it; remove it");
            }
        }
        Map<String, String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        return new WasiOptions(copy, directories, clocks, hasSeed, seed);
    }

    /**
     * Grants one directory more, for reading, with all that is below it.
     *
     * @param guestPath the name under which the guest finds it, as {@code /data} or {@code .}
     * @param hostPath where it is; symbolic links in this path are followed now
     * @throws IllegalArgumentException if there is no such directory, or it cannot be read
     */
    public WasiOptions withDirectory(String guestPath, Path hostPath) {
        return with(GrantedDirectory.of(guestPath, hostPath));
    }

    /**
     * Grants one directory more, for reading and writing, with all that is below it.
     *
     * @throws IllegalArgumentException as {@link #withDirectory}; also where the file system cannot
     *     keep a writing guest inside, and where another granted directory lies in the writable one
     */
    public WasiOptions withWritableDirectory(String guestPath, Path hostPath) {
        return with(GrantedDirectory.writable(guestPath, hostPath));
    }

    private WasiOptions with(GrantedDirectory added) {
        for (GrantedDirectory other : directories) {
            other.requireApartFrom(added);
            added.requireApartFrom(other);
        }
        List<GrantedDirectory> more = new ArrayList<>(directories);
        more.add(added);
        return new WasiOptions(environment, List.copyOf(more), clocks, hasSeed, seed);
    }

    /** Replaces the clocks. */
    public WasiOptions withClocks(GuestClocks guestClocks) {
        return new WasiOptions(environment, directories, guestClocks, hasSeed, seed);
    }

    /**
     * Makes random numbers repeatable: every instance begins with the same sequence, restoring an
     * instance takes it back in the sequence, and every event begins one of its own ({@link
     * io.github.flinkwasm.internal.runtime.HostEnvironment#beginEvent}). Without a seed they are as
     * little part of an instance's state as the clock is.
     */
    public WasiOptions withRandomSeed(long randomSeed) {
        return new WasiOptions(environment, directories, clocks, true, randomSeed);
    }

    public GuestClocks clocks() {
        return clocks;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<GrantedDirectory> directories() {
        return directories;
    }

    OptionalLong randomSeed() {
        return hasSeed ? OptionalLong.of(seed) : OptionalLong.empty();
    }
}
