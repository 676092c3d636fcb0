package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program behind {@code ./quickstart}. */
final class Quickstart {

    private static final String COMMAND = "quickstart: ";

    private final Path home;
    private final Terminal terminal;

    /**
     * @param home the root of the repository
     */
    Quickstart(Path home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("quickstart.home", ""));
        Quickstart quickstart = new Quickstart(home, Terminal.ofProcess());
        System.exit(quickstart.run(List.of(arguments)));
    }

    /** Runs one command line; returns the exit status. */
    int run(List<String> arguments) {
        try {
            Options options = Options.parse(arguments, home);
            FileSystems.initialize(System.getenv());
            List<ArchiveFile> archive = ArchiveFiles.find(options.archive());
            OutputDirectory output = OutputDirectory.prepare(options.output());
            try (Ledger ledger = Ledger.open(archive, options.steps())) {
                return run(options, ledger, output);
            }
        } catch (QuickstartException e) {
            complain(String.valueOf(e.getMessage()));
            return e.exitStatus();
        } catch (IOException e) {
            complain("The output cannot be written or read: " + Failures.inWords(e) + ".");
            return ExitStatus.WRONG_INPUT;
        }
    }

    private int run(Options options, Ledger ledger, OutputDirectory output)
            throws QuickstartException, IOException {
        Timing timing;
        try {
            timing = filter(options, ledger, output);
        } catch (ExecutionException e) {
            throw failed(e, output);
        }
        List<String> findings = Audit.findings(ledger, output);
        String summary = Summary.of(ledger, timing, terminal.columns());
        String problems = String.join("", findings.stream().map(f -> "\n" + f + "\n").toList());
        output.writeSummary(summary + problems);
        terminal.out().println();
        terminal.out().print(summary);
        terminal.out().println();
        terminal.out().print(NextSteps.of(home, output));
        terminal.out().flush();
        findings.forEach(this::complain);
        return findings.isEmpty() ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
    }

    /** Runs the job to its end. */
    private Timing filter(Options options, Ledger ledger, OutputDirectory output)
            throws ExecutionException, IOException {
        Instant started = Instant.now();
        Progress progress = new Progress(ledger, terminal, System::nanoTime);
        WorkDirectory work = output.work();
        Interruption interruption = Interruption.watch(output, progress, terminal);
        try {
            progress.tick();
            work.create();
            Future<?> job = new FilterJob(ledger, output, work).start(options.parallelism());
            while (!isDone(job)) {
                progress.tick();
            }
        } finally {
            progress.end();
            work.removeWhenFree();
            interruption.ignore();
        }
        return Timing.of(started, ledger.firstLineRead().orElse(started), Instant.now());
    }

    /** Waits for a second. */
    private static boolean isDone(Future<?> job) throws ExecutionException {
        try {
            job.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            // Nobody but a shutdown interrupts this thread, and then the JVM ends the job.
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    private static QuickstartException failed(ExecutionException failure, OutputDirectory output)
            throws IOException {
        QuickstartException problem = Failures.of(failure);
        if (problem.exitStatus() == ExitStatus.MODULE_REFUSED) {
            output.remove();
            return problem;
        }
        String details =
                output.writeFailure(failure)
                        .map(file -> " All that is known is in \"%s\".".formatted(file))
                        .orElse("");
        return QuickstartException.wrongInput(
                "%s What is in \"%s\" is not complete.%s"
                        .formatted(problem.getMessage(), output.path(), details),
                failure);
    }

    private void complain(String problem) {
        terminal.err().println(COMMAND + Excerpt.harmless(problem));
    }
}
