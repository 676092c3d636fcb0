package io.github.flinkwasm.replay.archive;

/** What a line of one format means. A decoder may hold lines back until another ends them. */
interface LineDecoder {
    /** What became of a line. */
    enum Result {
        /** The item is complete: an event, or unreadable. */
        ITEM,

        /** The line belongs to one that is still to come. */
        HELD,

        /** The line is blank, which means nothing in this format. */
        BLANK
    }

    /** Looks at the line in {@code [from, to)} of the array, which has no line end. */
    Result decode(byte[] bytes, int from, int to, Item item);

    /**
     * Fills in the next of the items that were held back when the file ended.
     *
     * @return false if there is none
     */
    default boolean finish(Item item) {
        return false;
    }
}
