package org.yamori.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yamori.cli.Yamori;
import org.yamori.cli.servers.FlinkCluster;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.servers.ServerHome;

/** Commands of Yamori as processes of their own. */
final class OwnCommand {
    private OwnCommand() {}

    /**
     * One that can be started.
     *
     * @param name for messages
     * @param flags of its JVM
     * @param arguments the command and its options
     * @param temporary where it works and leaves its temporary files
     */
    static Launch launch(String name, List<String> flags, List<String> arguments, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(FlinkCluster.JVM_FLAGS);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-D" + ServerHome.PROPERTY + "=" + ServerHome.find().root());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Yamori.class.getName()));
        command.addAll(arguments);
        return new Launch(name, command, temporary, Map.of());
    }
}
