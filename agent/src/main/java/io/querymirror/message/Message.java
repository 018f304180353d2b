package io.querymirror.message;

import java.util.List;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * Everything that the agent says of itself. A code stays with its message for ever: operators
 * search for it and alert on it. {@code docs/messages.md} is made of this.
 *
 * <p>One for each event that an operator can act on or will look for; the first two digits tell the
 * part: 01 start and end, 02 the application's side, 03 targets, 04 comparison, 05 files, 06
 * control, 07 limits, 09 the agent itself. The text names its arguments in braces, in their order;
 * they may hold no value of the application's. Texts go without a full stop.
 */
public enum Message {
  // Start and end. The first three are said by the entry class, which has no library yet.
  JVM_TOO_OLD(
      101,
      Level.ERROR,
      "needs Java 11 or newer, found {version}: the application starts without it",
      "The JVM is older than the agent can run on.",
      "Run the service on Java 11 or newer, or take the option away."),
  ALREADY_HERE(
      102,
      Level.WARN,
      "is already in this JVM: nothing done",
      "The agent was named twice, or attached to a JVM that has it. The first one goes on.",
      "Name it once: look for `-javaagent` in the command line, in `JAVA_TOOL_OPTIONS` and in"
          + " `JDK_JAVA_OPTIONS`. To change the configuration, `reload`."),
  NOT_STARTED(
      103,
      Level.ERROR,
      "could not start, the application runs without it: {error}",
      "Something in this JVM keeps the agent from starting; the error names it.",
      "Start with `-Dquerymirror.log=debug` for the stack trace. A jar that cannot be read, and"
          + " options that close `java.base` to agents, are known causes."),
  NO_FILE(
      104,
      Level.WARN,
      "no configuration file: nothing is mirrored (name one as the agent's argument, by"
          + " -D{property} or by {variable})",
      "The agent was started without a configuration.",
      "Name the file: `-javaagent:querymirror-agent.jar=querymirror.yaml`."),
  BAD_CONFIGURATION(
      105,
      Level.ERROR,
      "the configuration is wrong, nothing is mirrored",
      "The file cannot be read, or has mistakes; each is named below with its line. The application"
          + " runs as without the agent.",
      "Mend the lines, try with `java -jar querymirror-agent.jar check FILE`, and restart or attach"
          + " again."),
  MIRRORING(
      106,
      Level.INFO,
      "mirroring is {switch}: {file} to {targets}",
      "The agent has read its configuration and is at work, or waits to be switched on.",
      "None needed."),
  SWITCHED(
      107,
      Level.INFO,
      "mirroring is switched {switch} ({origin})",
      "Somebody switched it, or a limit did; the word in parentheses tells by which way.",
      "None needed."),
  ENDED(
      108,
      Level.ERROR,
      "querymirror ends, the application runs without it",
      "An error of the agent that it cannot work on with. Nothing more is mirrored.",
      "Report it with the stack trace; a restart of the application brings the agent back."),
  ERROR_AT_EXIT(
      109,
      Level.WARN,
      "error at exit",
      "An error of the agent while the JVM was ending: the last report may be older than the end.",
      "Report it with the stack trace."),
  DETACHED(
      110,
      Level.INFO,
      "has left this JVM; the last report is written",
      "Somebody ran `detach`: the drivers are as they"
          + " were, the targets' connections are closed, all threads have ended.",
      "None needed; `attach` brings it back."),
  LEAVES_TRACES(
      111,
      Level.WARN,
      "has left this JVM, but {what} is left",
      "Something of the agent could not be taken away at `detach`. It does nothing any more, and"
          + " costs the memory that it holds.",
      "Report it, with what the line names."),

  // The application's side.
  CAPTURE_ERROR(
      201,
      Level.WARN,
      "error in the capture, the application is not affected",
      "An error of the agent beside one of the application's calls: that call was not mirrored, and"
          + " is counted in `capture.internal_errors`.",
      "Report it with the stack trace and the driver's version. Past 1,000 of them mirroring goes"
          + " off for good."),
  CAPTURE_OFF(
      202,
      Level.ERROR,
      "{count} errors in the capture: mirroring is off for good",
      "The bound of QM-0201 was reached: the agent gave itself up to be sure not to harm.",
      "Report the error that QM-0201 shows. A restart begins anew."),
  DRIVER_UNKNOWN(
      203,
      Level.WARN,
      "{class}: this version of the driver is not known from inside; its statements are mirrored by"
          + " what JDBC tells: rules see no user and schema but the URL's, and a connection that"
          + " was open before is not identified",
      "The driver is one of those that the agent reads from inside, in a version that lies"
          + " otherwise.",
      "Take rules that do not need `user` or a schema changed in mid-session, or use a version that"
          + " was tested (see [Limits](limits.md))."),
  DRIVER_ROWS_UNREAD(
      204,
      Level.WARN,
      "{driver} {version}: the rows of this version of the driver are not read, as that was never"
          + " tried; results are not compared with what its statements returned",
      "Rows are read only from versions of drivers that were tested.",
      "Use a tested version (see [Comparison](compare.md)), or compare with a `control` target."),
  NOT_INSTRUMENTED(
      205,
      Level.WARN,
      "{class} is not instrumented: its statements are not mirrored",
      "A class of a driver or pool cannot be changed in this JVM, mostly as another agent was"
          + " there, or as its class file is unusual.",
      "Report it with the stack trace. Where another agent stands in the command line, try the"
          + " other order."),
  LOADER_HIDES(
      206,
      Level.WARN,
      "a class loader of type {loader} hides the agent's class from {class}: its statements are not"
          + " mirrored",
      "A module system (OSGi, JBoss Modules) lets the driver see only packages that it allows. The"
          + " driver is left as it is.",
      "Allow the package `io.querymirror.bootstrap`: see [Deployment](deployment.md#other-servers)."),

  // Targets.
  HOST_UP(
      301,
      Level.INFO,
      "target {target}: {host} is up",
      "The first connection worked, or the host came back.",
      "None needed."),
  HOST_DOWN(
      302,
      Level.WARN,
      "target {target}: {host} cannot be used: {error}",
      "The host does not answer, or refuses the login. Copies meant for it are counted"
          + " `dropped.unavailable`, unless another host takes them; it is tried again with pauses"
          + " of up to ten seconds.",
      "See to the host, the network between, `username` and `password`. Try with `check FILE"
          + " --connect`. QM-0301 tells when it works."),
  HOST_REFUSED(
      303,
      Level.WARN,
      "target {target}: {host} refused: {reason}",
      "`writes: rollback` or `apply` may start only where the target is shown not to be the source,"
          + " and this one was not, or is the source.",
      "The line names the remedies: the PROCESS right, or `server_uuid`. Never point a target at"
          + " the application's own database."),
  PIN_RIGHTS(
      304,
      Level.WARN,
      "target {target}: {host}: {advice}",
      "The target's account may not set what the agent needs to repeat the original's time, keys or"
          + " random numbers: statements that depend on them count `unpinned`.",
      "Grant what the line names."),
  TOO_MANY_VARIANTS(
      305,
      Level.WARN,
      "target {target}: too many kinds of connection properties at the source; not all are carried",
      "The application opens connections with more different sets of properties than the agent"
          + " keeps pools for. Further ones run with the plain properties.",
      "Mostly a property that is different for each connection, such as a program name: take it"
          + " out."),
  SEVERAL_WRITERS(
      306,
      Level.WARN,
      "target {target}: another agent, or target, applies writes in commit order to the same server",
      "Two JVMs, or two targets of one that share a schema there, mirror writes with"
          + " `order: commit` to one server: neither knows the other's order."
          + " Tables count as out of step, and `fidelity.several_writers` shows it.",
      "Give each JVM a target of its own, and each target schemas of its own, or let one of them"
          + " alone apply."),
  TRANSACTION_ENDED(
      307,
      Level.WARN,
      "target {target}: a statement has ended its transaction by itself: {statement}",
      "With `writes: rollback` a statement committed what was to be rolled back: the target holds"
          + " the writes of this transaction.",
      "Leave this statement out by a rule, and report it: the agent should have denied it."),
  WRITES_KEPT(
      308,
      Level.WARN,
      "target {target}: writes to {table} are denied: a rollback would not undo them",
      "With `writes: rollback`, a table whose engine keeps what a transaction rolls back, or that"
          + " has a trigger into one. Its writes count `dropped.write_denied`.",
      "Convert the table to InnoDB on the target, or leave it out by a rule."),
  SCHEMA_UNREAD(
      309,
      Level.WARN,
      "target {target}: cannot read the schema {name}",
      "The agent reads tables, keys and triggers of the schemas it copies to, from"
          + " `information_schema`, and could not. Until it can, every statement there concerns all"
          + " of its tables: slower with `order: commit`, and fewer reads are comparable.",
      "The account needs the right to see the schema; the error behind the name tells what the"
          + " server said."),
  NOT_INNODB(
      310,
      Level.WARN,
      "target {target}: {table}: order: commit promises nothing for tables that are not InnoDB",
      "A mirrored write goes to a table of another engine: it has no transactions, so its rows can"
          + " differ from the source's.",
      "Convert the table to InnoDB, or do not rely on what is read from it."),
  CONNECTIONS_HELD(
      311,
      Level.WARN,
      "target {target}: every connection is held by a session that waits for one without: dropping"
          + " what has none",
      "With `order: commit` and fewer `connections` than the application has sessions: all are held"
          + " by sessions with temporary tables, or something else that cannot be moved, and these"
          + " wait for transactions of sessions that get none. Such a transaction is dropped whole,"
          + " `dropped.unavailable` and `dropped.transaction`, and its tables are out of step.",
      "Give the target as many connections as the application has sessions: `connections: auto`."),

  // Comparison.
  EXPECTATION_EXPIRED(
      401,
      Level.WARN,
      "the expected difference \"{reason}\" has expired on {date}: it counts as different",
      "An entry of `expected` was given an end, and that is over.",
      "Take the entry out, or set a later date if the difference is still meant to be."),

  // Files.
  REPORT_FAILING(
      501,
      Level.WARN,
      "cannot write the report to {directory}, will keep trying: {error}",
      "The directory cannot be made or written, or the disk is full. Mirroring goes on and counts"
          + " in memory; the last whole report stays.",
      "Free space, or give the JVM's user the right to write there. QM-0502 tells when it works"
          + " again; nothing that was counted is lost."),
  REPORT_AGAIN(
      502,
      Level.INFO,
      "the report is written again, to {directory}",
      "The end of QM-0501.",
      "None needed."),
  SECOND_JVM(
      503,
      Level.INFO,
      "another JVM writes {directory}/report.json: this one writes {file}",
      "Two JVMs have one `report.directory`. Each writes its own file.",
      "None needed: `report DIR` merges them. Separate directories tell the services apart."),
  PAGE_FAILING(
      504,
      Level.WARN,
      "cannot write {file}, will keep trying: {error}",
      "As QM-0501, for the page alone.",
      "As QM-0501; QM-0508 tells when it works again."),
  RESULTS_FAILING(
      505,
      Level.WARN,
      "cannot save results to {directory}, will keep trying: {error}",
      "`compare.save: true`, and the directory cannot be written, or the disk is full. Results of"
          + " this time are in no file, and are counted in `saved.dropped`.",
      "Free space; the next results are saved, and QM-0506 says so."),
  RESULTS_AGAIN(
      506,
      Level.INFO,
      "results of {target} are saved again, to {directory}",
      "The end of QM-0505.",
      "None needed."),
  RESULTS_ENDED(
      507,
      Level.WARN,
      "no more results of {target} are saved",
      "An error of the agent while it saved results. Mirroring and the report go on.",
      "Report it with the stack trace."),
  PAGE_AGAIN(508, Level.INFO, "{file} is written again", "The end of QM-0504.", "None needed."),
  EARLIER_LOST(
      509,
      Level.WARN,
      "cannot keep an earlier run's report in {directory}: {error}",
      "At start, what an earlier run left is moved aside (`report.keep`), and that did not work: its"
          + " report may have been overwritten by this run's.",
      "Look at the rights of the directory. Nothing else is touched."),

  // Control.
  RELOADED(
      621,
      Level.INFO,
      "another configuration is in force ({origin}): {changes}",
      "The configuration file was read again and has taken over; the line names what is different.",
      "None needed."),
  RELOAD_SAME(
      622,
      Level.INFO,
      "the configuration was read again: nothing has changed ({origin})",
      "A reload was asked for, or the file was written again, and it says what it said before.",
      "None needed. A new value of an environment variable is seen by a new process alone."),
  RELOAD_REFUSED(
      623,
      Level.ERROR,
      "the configuration is wrong, the old one stays in force ({origin})",
      "The changed file cannot be read, or has mistakes; each is named below with its line. Nothing"
          + " of it is in force.",
      "Mend the lines; the file is read again by itself, or by `reload`."),
  CONFIG_GONE(
      624,
      Level.WARN,
      "{file} is not there any more: what it said last stays in force",
      "The configuration file, or one with a password or token, was deleted or renamed. That is"
          + " no reload.",
      "Put it back: it is read again once it is there. Without it a restart would mirror nothing."),
  HTTP_LISTENING(
      631,
      Level.INFO,
      "the live page is at http://{address}/",
      "`http` is configured, and the application has settled.",
      "None needed."),
  HTTP_UNBOUND(
      632,
      Level.WARN,
      "cannot serve the live page at {address}, will keep trying: {error}",
      "Mostly another program has this port, or the address is none of this machine's. Everything"
          + " else goes on.",
      "Take another `http.address` and reload, or free the port; QM-0631 tells when it works."),
  JMX_SECOND(
      640,
      Level.INFO,
      "another agent has its MBeans in this JVM: this one's are named {name}",
      "Two agents run in one JVM, each in a class loader of its own.",
      "None needed; read the MBeans of both, or take one agent away."),
  JMX_WITHOUT(
      641,
      Level.WARN,
      "there are no MBeans: {error}",
      "The platform's MBean server cannot be had, or refuses: an application server did not make"
          + " it within five minutes, a builder or log manager that system properties name cannot"
          + " be found, or a security manager forbids it.",
      "Nothing else is missing: use the command line or HTTP. Restart once the cause is mended."),

  // Limits.
  LIMIT_SHEDS(
      701,
      Level.WARN,
      "{figure}: transactions are not copied (dropped.shed) until it is below {value}",
      "The agent takes more of the machine than one of `limits` allows, or the heap is nearly"
          + " full, by whomever. What it drops is counted in `dropped.shed`; a target gets each"
          + " transaction whole or not at all.",
      "Give fewer statements to targets (`sample`, narrower rules), or the JVM more cores or"
          + " heap; or raise the limit. See [when the agent holds"
          + " back](limits.md#when-the-agent-holds-back)."),
  LIMIT_OFF(
      702,
      Level.WARN,
      "{figure}, also without copies: mirroring is off until it is below {value} for {seconds}"
          + " s",
      "Dropping copies was not enough: what is beyond the limit is not their work. The agent"
          + " has switched itself off, and switches itself on again.",
      "As for QM-0701. To keep it off, switch it off yourself; to try at once, switch it on."),
  LIMIT_ON(
      703,
      Level.INFO,
      "mirroring is on again, at first without copies (dropped.shed)",
      "What was beyond its limit has been below for long enough. If that lasts, copies follow"
          + " within seconds.",
      "None needed."),
  LIMIT_OK(
      704,
      Level.INFO,
      "the agent is below its limits again: nothing is shed",
      "What QM-0701 or QM-0702 told is over.",
      "None needed."),
  LIMITS_UNWATCHED(
      705,
      Level.WARN,
      "this JVM cannot tell: limits.cpu and limits.heap are not watched",
      "The Java runtime was made without the module `java.management`.",
      "Add the modules `java.management` and `jdk.management` to the runtime image, or set"
          + " both limits to `off` and watch them from outside."),

  // The agent itself.
  LIBRARY(
      901,
      Level.WARN,
      "{class}: {words}",
      "A line of a library inside the agent, mostly of its connection pool or driver about a target."
          + " The state of the host is told by QM-0301 and QM-0302.",
      "Read the words; mostly nothing beside the remedy of QM-0302."),
  INTERNAL(
      902,
      Level.WARN,
      "error in {part}",
      "An error of the agent behind the application: what it was working on is lost and counted,"
          + " the rest goes on.",
      "Report it with the stack trace.");

  private final int number;
  private final Level level;
  private final String text;
  private final String cause;
  private final String cure;
  private final int arity;

  Message(int number, Level level, String text, String cause, String cure) {
    this.number = number;
    this.level = level;
    this.text = text;
    this.cause = cause;
    this.cure = cure;
    this.arity = count(text, '{');
  }

  private static int count(String text, char wanted) {
    int found = 0;
    for (int i = 0; i < text.length(); i++) {
      found += text.charAt(i) == wanted ? 1 : 0;
    }
    return found;
  }

  /** As {@code QM-0123}. */
  public String code() {
    String digits = Integer.toString(10_000 + number);
    return "QM-" + digits.substring(1);
  }

  public Level level() {
    return level;
  }

  /** As programs read it: {@code warn}. */
  public String levelName() {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** With the names of its arguments in braces. */
  public String text() {
    return text;
  }

  /** What happened, and what it means; Markdown. */
  public String cause() {
    return cause;
  }

  /** What the operator does; Markdown. */
  public String cure() {
    return cure;
  }

  /** How many arguments it takes. */
  int arity() {
    return arity;
  }

  /** The text with its arguments in place of their names. */
  String text(List<String> arguments) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (String argument : arguments) {
      int open = text.indexOf('{', from);
      filled.append(text, from, open).append(argument);
      from = text.indexOf('}', open) + 1;
    }
    return filled.append(text, from, text.length()).toString();
  }
}
