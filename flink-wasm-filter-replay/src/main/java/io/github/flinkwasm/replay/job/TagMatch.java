package io.github.flinkwasm.replay.job;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/** Which tags a filter is for. Safe to use from several threads. */
@Experimental
@FunctionalInterface
public interface TagMatch extends Serializable {

    boolean matches(String tag);
}
