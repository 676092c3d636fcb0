package io.github.flinkwasm.table;

import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.module.CoreModule;

/** The names that Flink's SQL has functions under, and no function of ours may have. */
final class BuiltInFunctions {

    /**
     * What Flink's core module does not list, since only the parser and the planner know it. A
     * function of a Flink Module is found before these, and would take their place: after one that
     * is called {@code tumble} no query has windows any more. A test compares them with each
     * supported Flink's planner.
     */
    private static final Set<String> ONLY_IN_SQL =
            Set.of(
                    """
                    approx_count_distinct auxiliary_group char_length character_length
                    classifier convert_tz cume_dist cumulate current_database current_date
                    current_row_timestamp current_time current_timestamp date_format dayofmonth
                    dayofweek dayofyear dense_rank descriptor first from_base64 from_unixtime
                    group_id grouping grouping_id hash_code hop hop_end hop_proctime hop_rowtime
                    hop_start hour if is_alpha is_decimal is_digit lag last lead match_proctime
                    match_rowtime minute ml_evaluate month next ntile nullif parse_url
                    percent_rank prev print proctime_materialize quarter rand_integer rank
                    regexp_extract regexp_replace row_number second session session_end
                    session_proctime session_rowtime session_start single_value split_index
                    stddev stddev_pop stddev_samp str_to_map streamrecord_timestamp timestampadd
                    to_base64 to_date to_timestamp to_timestamp_ltz tumble tumble_end
                    tumble_proctime tumble_rowtime tumble_start unix_timestamp var_pop var_samp
                    variance vector_search week year
                    """
                            .split("\\s+"));

    private BuiltInFunctions() {}

    /** Whether a function of Flink has this name, in whatever case. */
    static boolean have(String name) {
        return ONLY_IN_SQL.contains(name.toLowerCase(Locale.ROOT))
                || CoreModule.INSTANCE.listFunctions(true).stream()
                        .anyMatch(name::equalsIgnoreCase);
    }
}
