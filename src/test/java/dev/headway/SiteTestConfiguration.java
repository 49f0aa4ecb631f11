package dev.headway;

import dev.headway.site.HeadwayApplication;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** Has tests of the library's packages find the site, which they run in. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(HeadwayApplication.class)
class SiteTestConfiguration {

}
