import { expect, it } from 'vitest'
import { effectiveConfig } from '../../../emulator/config/index.ts'
import { filesOptions, readFiles, summary } from '../../support/server-xml.ts'

/** What configurations of real servers have, each trait in a file of our own, and all that is said of it. */
const traits: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a fragment that ends its lines with CR alone and defines an id twice alike',
    [
      '<server description="API Requester">',
      '  <featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>',
      '<zosconnect_endpointConnection id="one" host="https://h.example.com" port="9443"/>',
      '<zosconnect_endpointConnection id="one" host="https://h.example.com" port="9443"/>',
      '</server>',
    ].join('\r'),
    ['note DUPLICATE-ID 4:36'],
  ],
  [
    'start tags over several lines, archives with requireSecure, plain http to a port of TLS',
    `<server><featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>
<zosconnect_apiRequesters location="/var/shared/apiRequesters"
   idAssertion="ASSERT_ONLY">
   <apiRequester name="api_1.0.0" requireSecure="true" invokeGroup="G"/></zosconnect_apiRequesters>
<zosconnect_endpointConnection id="a"
   host="http://h.example.com"
   port="9443" connectionTimeout="10s"
   receiveTimeout="20s" /></server>`,
    ['note BAD-VALUE 7:10'],
  ],
  [
    'basic authentication by the old basicAuthRef, to a bare host',
    `<server><featureManager><feature>zosconnect:ApiRequester-1.0</feature></featureManager>
<zosconnect_endpointConnection id="a" host="h.example.com" port="9120" basicAuthRef="me"/>
<zosconnect_authData id="me" user="USER1" password="{xor}CDo9Hgw="/></server>`,
    [],
  ],
  [
    'key rings for both directions, the outbound one by outboundSSLRef alone',
    `<server><featureManager><feature>transportSecurity-1.0</feature></featureManager>
<sslDefault sslRef="in" outboundSSLRef="out"/>
<ssl id="in" keyStoreRef="ring" trustStoreRef="ring" clientAuthenticationSupported="true"/>
<keyStore id="ring" location="safkeyring:///Liberty.KeyRing" password="password" type="JCERACFKS"
  fileBased="false" readOnly="true" />
<ssl id="out" keyStoreRef="ring2"/>
<keyStore id="ring2" location="safkeyringhybrid:///zCEE.KeyRing" password="password" type="JCEHYBRIDRACFKS"/>
</server>`,
    ['note MISSING-FEATURE 1:25'],
  ],
  [
    'a server of zosConnect-3.0 whose WAR names its connection',
    `<server><featureManager><feature>zosconnect:oasRequester-1.0</feature></featureManager>
<config updateTrigger="mbean"/><applicationMonitor updateTrigger="mbean" dropinsEnabled="false"/>
<webApplication location="\${server.config.dir}/apps/api.war"><appProperties>
<property name="connectionRef" value="conn"/></appProperties></webApplication>
<zosconnect_endpointConnection id="conn" host="http://localhost" port="9080"/></server>`,
    ['note NOT-EMULATED 1:25'],
  ],
  [
    'a provider: CICS, services with properties, interceptors, groups',
    `<server><featureManager><feature>zosconnect:zosConnect-2.0</feature></featureManager>
<zosconnect_cicsIpicConnection id="c" host="h" port="1491" authDataRef="me" sharedPort="true"/>
<zosconnect_services location="/v/s" updateTrigger="polled" pollingRate="5s"><service name="put"
  adminGroup="A"><property name="useCallerPrincipal" value="true"/></service></zosconnect_services>
<zosconnect_zosConnectAPIs><zosConnectAPI name="api" invokeGroup="G"/></zosconnect_zosConnectAPIs>
<zosconnect_zosConnectManager globalInterceptorsRef="list" globalAdminGroup="GM"/>
<zosconnect_zosConnectInterceptors id="list" interceptorRef="auth,audit"/>
<zosconnect_authorizationInterceptor id="auth"/><zosconnect_auditInterceptor id="audit"/>
<zosconnect_zosConnectServiceRestClientBasicAuth id="d" applName="DSN2APPL"/>
<safRegistry id="saf"/><safCredentials unauthenticatedUser="WSGUEST" profilePrefix="BBGZDFLT"/></server>`,
    ['note MISSING-FEATURE 1:25'],
  ],
  [
    'policies, services of users, and a stray > between elements, which XML allows',
    `<server><featureManager><feature>usr:dvsProvider</feature></featureManager>
<zosconnect_zosConnectAPIs pollingRate="5s" updateTrigger="polled" policyRef="p"/> >
<zosconnect_policy id="p" location="\${server.config.dir}resources/rules"><ruleset file="r.xml"/></zosconnect_policy>
<usr_dvsService id="d"/><zosLocalAdapters wolaGroup="G"/><connectionFactory id="c"><properties.ola/></connectionFactory>
<zosconnect_zosConnectService serviceRef="s" serviceAsyncRequestTimeout="600s" serviceName="n" id="i"/></server>`,
    ['note MISSING-FEATURE 1:25'],
  ],
  [
    'OAuth whose ssl stands in another file of the server',
    `<server><featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>
<zosconnect_endpointConnection id="a" host="https://h" port="9463" authenticationConfigRef="o"/>
<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="s"/>
<zosconnect_authorizationServer id="s" tokenEndpoint="https://h:1/token" basicAuthRef="c"
 sslCertsRef="Outbound"/><zosconnect_authData id="c" user="u" password="p"/></server>`,
    ['warning MISSING-REFERENCE 5:15'],
  ],
  [
    'place-holders of a sample that nobody has filled yet',
    `<server>
<zosconnect_cicsIpicConnection id="zconipic" host="<hostname>" port="<portnum>"/></server>`,
    ['note MISSING-FEATURE 1:1', 'error XML-SYNTAX 2:52', 'error XML-SYNTAX 2:70'],
  ],
  [
    'an end tag of another element',
    '<server>\n<zosconnect_apiRequesters>\n</zosconnect_services></server>',
    ['error XML-SYNTAX 2:1'],
  ],
  [
    'Liberty: a platform beside versionless features, and extensions of its users',
    `<server><featureManager><platform>jakartaee-10.0</platform><feature>servlet</feature>
<feature>usr:tracing-0.31</feature></featureManager><usr_tracing host="zipkin"/><mpOpenAPI/>
<tracingZipkin host="zipkin" port="9411"/></server>`,
    ['note MISSING-FEATURE 1:60', 'note UNKNOWN-ELEMENT 3:1'],
  ],
  [
    'Liberty: messaging, data sources with vendor properties, libraries, key stores without an id',
    `<server><featureManager><feature>jms-2.0</feature></featureManager><keyStore password="x"/>
<messagingEngine id="me"><queue id="q"/></messagingEngine><jmsQueue jndiName="j"><properties.wasJms
 queueName="q"/></jmsQueue><library id="l"><fileset dir="d" includes="*.jar"/></library><dataSource
 id="d" jndiName="jdbc/d" isolationLevel="TRANSACTION_READ_COMMITTED"><jdbcDriver libraryRef="l"
 javax.sql.DataSource="org.x.Y"/><properties.db2.jcc serverName="s" password="p"/></dataSource>
<ssl id="defaultSSLConfig" keyStoreRef="defaultKeyStore" trustDefaultCerts="true"/></server>`,
    ['note MISSING-FEATURE 1:25'],
  ],
  [
    'Liberty: roles, logins, filters, an OpenID provider with nested clients',
    `<server><featureManager><feature>openidConnectServer-1.0</feature></featureManager>
<basicRegistry id="b" realm="R"><user name="u" password="p"/></basicRegistry>
<administrator-role><user>u</user></administrator-role><reader-role><user>u</user></reader-role>
<oidcLogin id="o" clientId="c" clientSecret="s" discoveryEndpoint="https://x/"/>
<authFilter id="f"><requestUrl id="u" urlPattern="/x" matchType="contains"/></authFilter>
<oauthProvider id="OP" tokenFormat="mpjwt"><client id="c" name="c" secret="s"><redirect>https://x/</redirect>
</client><autoAuthorizeClient>c</autoAuthorizeClient><localStore><client name="d"/></localStore></oauthProvider>
<oauth-roles><authenticated><special-subject type="EVERYONE"/></authenticated></oauth-roles>
<openidConnectProvider id="P" oauthProviderRef="OP" keyStoreRef="defaultKeyStore"/></server>`,
    ['note MISSING-FEATURE 1:25'],
  ],
  [
    'Liberty: variables that the build or the environment fills, in known and unknown elements',
    `<server description="\${project.artifactId}"><featureManager><feature>jwt-1.0</feature></featureManager>
<httpEndpoint id="e" httpPort="\${http.port}"><tcpOptions soReuseAddr="true"/></httpEndpoint>
<keyStore id="defaultKeyStore" password="\${env.KEYSTORE_PASSWORD}"/>
<jwtBuilder id="b" issuer="https://x" keyAlias="k" keyStoreRef="defaultKeyStore" amrInclude="x"/></server>`,
    ['note MISSING-FEATURE 1:61', 'warning BAD-VARIABLE 3:42'],
  ],
  [
    'Tomcat: a file of the same name for another server',
    '<?xml version="1.0"?>\n<Server port="8005" shutdown="SHUTDOWN"><Service name="Catalina"/></Server>',
    ['error NOT-A-SERVER 2:1'],
  ],
]

it.each(traits)('reads %s', (_trait, text, expected) => {
  const files = { 'server.xml': text }
  expect(summary(readFiles(files))).toEqual(expected)
  effectiveConfig(filesOptions(files))
})
