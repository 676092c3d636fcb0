package io.github.flinkwasm.s3;

import org.junit.jupiter.api.extension.RegisterExtension;

/** With flink-s3-fs-hadoop. */
class S3HadoopLoadingITCase extends S3LoadingContract {

    @RegisterExtension static final S3Extension S3 = S3Extension.withPluginsOfTheEnvironment();

    @Override
    S3Extension s3() {
        return S3;
    }

    @Override
    int requestsOfOneAttempt() {
        // Two of the AWS SDK, and Hadoop tries those twice.
        return 4;
    }

    @Override
    String classOfThePlugin() {
        return "org.apache.hadoop.fs.s3a.S3AFileSystem";
    }
}
