package io.github.flinkwasm.replay.archive;

import java.io.IOException;

/** The items of one file, in their order. */
interface Items {
    /**
     * Fills in the next item.
     *
     * @return false if there is none, because the content is at its end or broken
     * @throws IOException if the file system could not deliver
     */
    boolean next(Item item) throws IOException;
}
