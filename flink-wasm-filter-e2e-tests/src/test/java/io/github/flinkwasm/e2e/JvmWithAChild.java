package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts a JVM that never ends by itself, prints its pid, and does not end by itself either. */
final class JvmWithAChild {

    private JvmWithAChild() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0) {
            JavaProcess child =
                    JavaProcess.builder("child", Path.of(args[0]))
                            .addToClassPath(List.of(System.getProperty("java.class.path")))
                            .start(JvmWithAChild.class.getName(), List.of());
            System.out.println(child.pid());
        }
        new CountDownLatch(1).await();
    }
}
