// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a campaign: {@code [--runs N] [--from K] [--seed S] [--bug NAME]
 * [--list-bugs] [--results FILE]}.
 *
 * <p>Prints one closing line, and on a violation the seed and the shrunk schedule before it. Used
 * by one thread.
 */
public final class CampaignLauncher {

  private static final long RUNS = 3_000;

  /** Runs of a campaign that hunts a seeded bug; it ends when it has found it. */
  private static final long BUG_RUNS = 200_000;

  private final List<SeededBug> bugs;
  private final Path sources;
  private final RandomGenerator seeds;
  private final PrintStream out;

  private @Nullable Long runs;
  private long from;
  private long seed;
  private @Nullable String bugName;
  private @Nullable Path results;
  private boolean listBugs;

  /**
   * A launcher.
   *
   * @param bugs that can be planted
   * @param sources root folder of the sources of the classes that they change
   * @param seeds gives the seed if the command line names none
   * @param out where the report goes
   */
  public CampaignLauncher(
      List<SeededBug> bugs, Path sources, RandomGenerator seeds, PrintStream out) {
    this.bugs = List.copyOf(bugs);
    this.sources = sources;
    this.seeds = seeds;
    this.out = out;
  }

  /**
   * Runs what the command line asks for.
   *
   * @param domains makes the domain with classes of the given loader
   * @return exit code: 0 if there was no violation, 1 if there was one, 2 if the command line is
   *     wrong
   */
  public int run(String[] arguments, Function<ClassLoader, CampaignDomain<?>> domains)
      throws IOException {
    seed = seeds.nextLong();
    String problem = parse(arguments);
    if (problem != null) {
      out.println(problem);
      return 2;
    }
    if (listBugs) {
      bugs.forEach(bug -> out.println(bug.name()));
      return 0;
    }
    CampaignReport report = report(domains);
    report.violation().ifPresent(out::println);
    out.println(report.line());
    if (results != null && bugName == null) {
      append(results, report);
    }
    return report.violation().isPresent() ? 1 : 0;
  }

  private CampaignReport report(Function<ClassLoader, CampaignDomain<?>> domains)
      throws IOException {
    ClassLoader own = CampaignLauncher.class.getClassLoader();
    Optional<SeededBug> bug = bugs.stream().filter(each -> each.name().equals(bugName)).findAny();
    if (bug.isEmpty()) {
      try (CampaignDomain<?> domain = domains.apply(own)) {
        return Campaign.of(seed, from, runs == null ? RUNS : runs).run(domain);
      }
    }
    try (MutantLoader loader = MutantLoader.of(bug.get(), sources);
        CampaignDomain<?> domain = domains.apply(loader)) {
      return Campaign.of(seed, from, runs == null ? BUG_RUNS : runs).run(domain);
    }
  }

  private @Nullable String parse(String[] arguments) {
    try {
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--runs" -> runs = Long.valueOf(arguments[++i]);
          case "--from" -> from = Long.parseLong(arguments[++i]);
          case "--seed" -> seed = Long.parseLong(arguments[++i]);
          case "--bug" -> bugName = arguments[++i];
          case "--results" -> results = Path.of(arguments[++i]);
          case "--list-bugs" -> listBugs = true;
          default -> {
            return "unknown option " + arguments[i];
          }
        }
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return "an option lacks its value, or the value is not a number: " + e.getMessage();
    }
    boolean known = bugName == null || bugs.stream().anyMatch(bug -> bug.name().equals(bugName));
    return known ? null : "there is no seeded bug of that name; --list-bugs tells which there are";
  }

  /** Adds the report to an array of JSON objects, one a line. */
  private static void append(Path file, CampaignReport report) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String object = line.strip();
        if (object.startsWith("{")) {
          lines.add(object.endsWith(",") ? object.substring(0, object.length() - 1) : object);
        }
      }
    }
    lines.add(report.json());
    String array = "[\n  " + String.join(",\n  ", lines) + "\n]\n";
    Files.writeString(file, array, StandardCharsets.UTF_8);
  }
}
