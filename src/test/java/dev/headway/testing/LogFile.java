package dev.headway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file to which a server writes lines. */
public final class LogFile {

	private LogFile() {
	}

	/**
	 * The lines so far, without the beginning of one that is just being written.
	 * @param file the file
	 * @return the lines
	 * @throws IOException if it can't be read
	 */
	public static List<String> lines(Path file) throws IOException {
		String text = Files.readString(file);
		return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
	}

}
