package dev.headway.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linux's figures of a process.
 *
 * @param threads the present number of system threads
 * @param residentKilobytes memory in RAM, in KiB
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
record ProcessFigures(int threads, long residentKilobytes) {

	static ProcessFigures parse(String status) {
		return new ProcessFigures((int) number(status, "Threads:"), number(status, "VmRSS:"));
	}

	/** The larger of each figure. */
	ProcessFigures max(ProcessFigures other) {
		return new ProcessFigures(Math.max(this.threads, other.threads),
				Math.max(this.residentKilobytes, other.residentKilobytes));
	}

	private static long number(String status, String name) {
		Matcher line = Pattern.compile("^" + name + "\\s+(\\d+)", Pattern.MULTILINE).matcher(status);
		if (!line.find()) {
			throw new IllegalArgumentException("no " + name + " in: " + status);
		}
		return Long.parseLong(line.group(1));
	}

}
