package dev.headway.site;

import java.lang.reflect.Method;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.condition.RequestCondition;

/**
 * Matches a request whose path is written exactly like the mapping's, and which isn't a
 * CORS preflight. Spring MVC alone maps {@code /%73leep} and {@code /sleep;a=b} to
 * {@code /sleep}, and a preflight to the handler of the request that it announces.
 *
 * @param path the path, below the context path
 */
record WrittenPath(String path) implements RequestCondition<WrittenPath> {

	/** The condition for a handler method, if it serves one path. */
	static @Nullable WrittenPath of(Method method) {
		GetMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, GetMapping.class);
		return (mapping != null) ? new WrittenPath(mapping.path()[0]) : null;
	}

	@Override
	public @Nullable WrittenPath getMatchingCondition(HttpServletRequest request) {
		String uri = request.getRequestURI();
		boolean written = uri.endsWith(this.path)
				&& uri.length() == request.getContextPath().length() + this.path.length();
		return (written && !HttpMethod.OPTIONS.name().equals(request.getMethod())) ? this : null;
	}

	@Override
	public WrittenPath combine(WrittenPath other) {
		return other;
	}

	@Override
	public int compareTo(WrittenPath other, HttpServletRequest request) {
		return 0;
	}

}
