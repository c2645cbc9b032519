package org.yamori.cli.analyze;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.analyze.Analysis.Request;
import org.yamori.cli.report.Ledger;
import org.yamori.cli.report.Report;
import org.yamori.cli.report.ReportOptions;
import org.yamori.wire.Finding;
import org.yamori.wire.MeasurementRecord;

/** One analysis from its inputs to the files in its folder. */
public final class AnalyzeRun {
    private final Analysis analysis;
    private final Progress progress;

    public AnalyzeRun(Analysis analysis, Progress progress) {
        this.analysis = analysis;
        this.progress = progress;
    }

    /** What came out. */
    public record Outcome(Ledger ledger, FindingsFile.Written written, long measurements, String summary) {}

    /** Findings to the one, measurements to the other. */
    private record Sinks(FindingsFile findings, MeasurementFiles measurements) implements Analysis.FindingSink {
        @Override
        public void accept(Finding finding) throws IOException {
            findings.accept(finding);
        }

        @Override
        public void measured(int input, MeasurementRecord measurement) throws IOException {
            measurements.accept(input, measurement);
        }
    }

    public Outcome run(Request request, ReportOptions options, Path directory, boolean force) throws IOException {
        try {
            return write(request, options, directory, force);
        } catch (IOException failed) {
            if (String.valueOf(failed.getMessage()).contains("No space left on device")) {
                throw new Refusal(
                        "there is no space left for " + directory + "; free some or name another --out", failed);
            }
            throw failed;
        }
    }

    private Outcome write(Request request, ReportOptions options, Path directory, boolean force) throws IOException {
        try (OutputDirectory output = OutputDirectory.take(directory, force)) {
            Path work = output.work();
            Path findings = work.resolve(OutputDirectory.FINDINGS);
            Ledger ledger;
            FindingsFile.Written written;
            long measured;
            try (FindingsFile sorter = new FindingsFile(work);
                    MeasurementFiles measurements = new MeasurementFiles(work)) {
                ledger = analysis.run(request, new Sinks(sorter, measurements), progress);
                measured = measurements.write(work.resolve(OutputDirectory.MEASUREMENTS));
                progress.stage("sorting findings");
                written = sorter.write(findings);
            }
            progress.stage("writing tables");
            new Report(findings, options).write(work, ledger);
            Files.writeString(work.resolve(OutputDirectory.LEDGER), ledger.json());
            String summary = Files.readString(work.resolve(OutputDirectory.SUMMARY));
            output.publish();
            return new Outcome(ledger, written, measured, summary);
        }
    }
}
