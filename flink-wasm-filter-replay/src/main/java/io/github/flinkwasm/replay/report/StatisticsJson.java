package io.github.flinkwasm.replay.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Statistics as one line of JSON: their fields, under their names, maps in the order of keys. */
final class StatisticsJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .visibility(PropertyAccessor.ALL, Visibility.NONE)
                    .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private StatisticsJson() {}

    static String write(ReplayStatistics statistics) {
        try {
            return MAPPER.writeValueAsString(statistics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Statistics cannot be written as JSON", e);
        }
    }

    static ReplayStatistics read(String json) {
        try {
            return MAPPER.readValue(json, ReplayStatistics.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "These are no statistics of a replay, or of another version: "
                            + e.getOriginalMessage()
                            + ". Replay the file again.",
                    e);
        }
    }
}
