package dev.headway.site;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import dev.headway.tomcat.ErrorPageWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * One plain page for each error status, made once, at start, from
 * {@code static/error.html}; for 404 it is {@code static/404.html}. They show a client
 * nothing but the status. Immutable.
 */
@Component
public final class ErrorPages implements ErrorPageWriter {

	private final Map<Integer, Page> pages;

	private final Page other;

	ErrorPages() {
		String template = Page.read("error.html");
		this.pages = Arrays.stream(HttpStatus.values())
			.filter(HttpStatus::isError)
			.collect(Collectors.toUnmodifiableMap(HttpStatus::value, (status) -> Page.of(fill(template, status)),
					(one, same) -> one));
		this.other = Page.of(fill(template, HttpStatus.INTERNAL_SERVER_ERROR));
	}

	private static String fill(String template, HttpStatus status) {
		return (status == HttpStatus.NOT_FOUND) ? Page.read("404.html")
				: template.replace("{status}", Integer.toString(status.value()))
					.replace("{reason}", status.getReasonPhrase());
	}

	@Override
	public void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.pages.getOrDefault(status, this.other).send(status, request, response);
	}

}
