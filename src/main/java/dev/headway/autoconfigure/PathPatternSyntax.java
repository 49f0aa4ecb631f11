package dev.headway.autoconfigure;

import java.util.function.Predicate;

import dev.headway.admission.PathSyntax;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Spring's patterns, as on handler methods. */
final class PathPatternSyntax implements PathSyntax {

	@Override
	public Predicate<String> compile(String pattern) {
		PathPattern compiled = PathPatternParser.defaultInstance.parse(pattern);
		return (path) -> {
			try {
				return compiled.matches(PathContainer.parsePath(path));
			}
			catch (IllegalArgumentException ex) {
				// a percent sign without two digits: such a path matches no pattern
				return false;
			}
		};
	}

}
