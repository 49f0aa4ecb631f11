package dev.headway.actuate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.web.util.HtmlUtils;

/**
 * The buttons of the board: each sends one or ten GET requests to a page of the
 * application. There are none unless the application has a bean of this type.
 *
 * @param all one button for each page
 */
public record BoardButtons(List<Button> all) {

	/** No buttons: a board that only shows. */
	public static final BoardButtons NONE = new BoardButtons(List.of());

	private static final int[] COUNTS = { 1, 10 };

	/**
	 * Copies the list.
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
	 * The button of one page.
	 *
	 * @param path below the context path, with a slash first
	 * @param slow whether the page takes so long that a browser's connections run out
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
