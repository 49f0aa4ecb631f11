package dev.headway.actuate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.web.util.HtmlUtils;

/**
 * What people can send from the board with a click: GET requests to some of the
 * application's pages, one or ten at a time. There are none unless the application has a
 * bean of this type.
 *
 * @param all one for each page
 */
public record BoardButtons(List<Button> all) {

	/** A board that only shows. */
	public static final BoardButtons NONE = new BoardButtons(List.of());

	private static final int[] COUNTS = { 1, 10 };

	/**
	 * Takes the buttons.
	 */
	public BoardButtons {
		all = List.copyOf(all);
	}

	/**
	 * The pages' paths.
	 * @return paths below the context path
	 */
	public List<String> paths() {
		return this.all.stream().map(Button::path).toList();
	}

	String html() {
		return this.all.stream()
			.flatMap((button) -> IntStream.of(COUNTS).mapToObj(button::html))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * A page that can be asked for.
	 *
	 * @param path below the context path, with a slash first
	 * @param slow whether it takes so long that a browser's connections run out
	 */
	public record Button(String path, boolean slow) {

		private static final String HTML = "      <button type=\"button\" id=\"send-%s%s\" data-path=\"%s\" "
				+ "data-count=\"%d\"%s disabled>%s<b>GET %s</b></button>";

		private String html(int count) {
			String escaped = HtmlUtils.htmlEscape(this.path);
			String name = this.path.equals("/") ? "root" : escaped.substring(1).replace('/', '-');
			return HTML.formatted(name, (count == 1) ? "" : "-ten", escaped, count, this.slow ? " data-slow" : "",
					(count == 1) ? "" : "ten ", escaped);
		}

	}

}
