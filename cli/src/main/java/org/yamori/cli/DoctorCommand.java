package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Doctor;
import org.yamori.cli.up.Doctor.Check;
import org.yamori.cli.up.Doctor.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells whether this machine can run everything. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Tells what keeps 'up' from running here and how to mend it.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        List<Check> checks = new Doctor(home.home(), ports.addresses(here.commandLine())).examine();
        checks.forEach(check -> say.println(check.line()));
        say.flush();
        return checks.stream().anyMatch(check -> check.verdict() == Verdict.WRONG) ? 1 : 0;
    }
}
