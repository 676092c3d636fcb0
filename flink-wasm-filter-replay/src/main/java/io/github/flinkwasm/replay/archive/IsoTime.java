package io.github.flinkwasm.replay.archive;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads {@code 2026-11-22T11:47:00.251662+00:00} and its relatives: a space for the T, a comma for
 * the point, no fraction, up to nine digits of it or more, and {@code Z}, {@code UTC}, {@code GMT},
 * {@code +01:00}, {@code +0100}, {@code +01} or nothing for the zone, with or without a space
 * before it.
 */
final class IsoTime {
    private static final int DATE_AND_TIME = 19;
    private static final int NANO_DIGITS = 9;
    private static final long SECONDS_PER_DAY = 86_400;

    private IsoTime() {}

    /** Puts the time into the item; false if the range does not hold one. */
    static boolean read(byte[] b, int from, int to, ZoneId zone, Item item) {
        if (to - from < DATE_AND_TIME
                || b[from + 4] != '-'
                || b[from + 7] != '-'
                || (b[from + 10] != 'T' && b[from + 10] != ' ' && b[from + 10] != 't')
                || b[from + 13] != ':'
                || b[from + 16] != ':') {
            return false;
        }
        int year = 100 * two(b, from) + two(b, from + 2);
        int month = two(b, from + 5);
        int day = two(b, from + 8);
        int hour = two(b, from + 11);
        int minute = two(b, from + 14);
        int second = two(b, from + 17);
        if (two(b, from) < 0
                || two(b, from + 2) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 60) {
            return false;
        }
        int at = from + DATE_AND_TIME;
        int nano = 0;
        if (at < to && (b[at] == '.' || b[at] == ',')) {
            int digits = 0;
            at++;
            while (at < to && b[at] >= '0' && b[at] <= '9') {
                if (digits < NANO_DIGITS) {
                    nano = 10 * nano + (b[at] - '0');
                    digits++;
                }
                at++;
            }
            if (digits == 0) {
                return false;
            }
            for (; digits < NANO_DIGITS; digits++) {
                nano *= 10;
            }
        }
        long local =
                epochDay(year, month, day) * SECONDS_PER_DAY + 3600L * hour + 60L * minute + second;
        return readZone(b, at, to, zone, local, nano, item);
    }

    private static boolean readZone(
            byte[] b, int zoneAt, int to, ZoneId zone, long local, int nano, Item item) {
        int at = zoneAt;
        if (at == to) {
            return setLocal(zone, local, nano, item);
        }
        if (b[at] == ' ') {
            at++;
        }
        int length = to - at;
        if ((length == 1 && (b[at] == 'Z' || b[at] == 'z'))
                || isWord(b, at, to, 'U', 'T', 'C')
                || isWord(b, at, to, 'G', 'M', 'T')) {
            item.setTime(local, nano);
            return true;
        }
        if (length < 3 || (b[at] != '+' && b[at] != '-')) {
            return false;
        }
        int minutesAt = length == 6 && b[at + 3] == ':' ? at + 4 : at + 3;
        if (to - minutesAt != 2 && to != minutesAt) {
            return false;
        }
        int hours = two(b, at + 1);
        int minutes = to == minutesAt ? 0 : two(b, minutesAt);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return false;
        }
        int offset = 3600 * hours + 60 * minutes;
        item.setTime(b[at] == '-' ? local + offset : local - offset, nano);
        return true;
    }

    /**
     * A local time that a change of the clocks skips is as much later as they were put forward; of
     * one that comes twice the first is meant. That is {@link java.time.ZonedDateTime}'s rule.
     */
    private static boolean setLocal(ZoneId zone, long local, int nano, Item item) {
        if (zone.equals(ZoneOffset.UTC)) {
            item.setTime(local, nano);
            return true;
        }
        try {
            item.setTime(
                    LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC)
                            .atZone(zone)
                            .toEpochSecond(),
                    nano);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isWord(byte[] b, int at, int to, char first, char second, char third) {
        return to - at == 3 && b[at] == first && b[at + 1] == second && b[at + 2] == third;
    }

    /** The number of two digits, negative if they are none. */
    private static int two(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : 10 * tens + ones;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Days since 1970-01-01, counted in years that begin in March, so that leap days come last. */
    private static long epochDay(int year, int month, int day) {
        long marchYear = month > 2 ? year : year - 1;
        long era = Math.floorDiv(marchYear, 400);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
