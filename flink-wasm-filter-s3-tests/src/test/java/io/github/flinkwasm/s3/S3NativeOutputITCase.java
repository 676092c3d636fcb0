package io.github.flinkwasm.s3;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With flink-s3-fs-native, which was first published for Flink 2.3. */
@EnabledIfSystemProperty(named = "native.plugins.directory", matches = ".+")
class S3NativeOutputITCase extends S3OutputContract {

    @RegisterExtension
    static final S3Extension S3 =
            S3Extension.withPlugins(System.getProperty("native.plugins.directory", ""));
}
