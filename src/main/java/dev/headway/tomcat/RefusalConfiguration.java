package dev.headway.tomcat;

import dev.headway.site.ErrorPages;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How refused requests are answered, and who watches it. */
@Configuration(proxyBeanMethods = false)
class RefusalConfiguration {

	/** The site has one page for everybody. */
	@Bean
	RefusalHandler siteRefusals(ErrorPages pages) {
		return (refusal, request, response) -> pages.send(HttpServletResponse.SC_SERVICE_UNAVAILABLE, request,
				response);
	}

	@Bean
	RefusalValve refusalValve(ObjectProvider<RefusalHandler> handlers, ObjectProvider<RefusalObserver> observers) {
		RefusalHandler handler = handlers.getIfAvailable(NegotiatedRefusal::new);
		for (RefusalObserver observer : observers) {
			handler = observer.observe(handler);
		}
		return new RefusalValve(handler);
	}

}
