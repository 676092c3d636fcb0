package io.github.flinkwasm.s3;

import org.junit.jupiter.api.extension.RegisterExtension;

/** With flink-s3-fs-hadoop. */
class S3HadoopOutputITCase extends S3OutputContract {

    @RegisterExtension static final S3Extension S3 = S3Extension.withPluginsOfTheEnvironment();
}
