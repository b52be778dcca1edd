/** Liberty's own elements under `<server>`, which baqlab accepts and does not look into. */
export const libertyElements: ReadonlySet<string> = new Set(
  `activedLdapFilterProperties acmeCA activationSpec administrator-role adminObject apiDiscovery application
  applicationManager applicationMonitor auditFileHandler authCache authData authentication authenticationFilter
  authFilter authorization-roles authorizationServer basicRegistry batchJmsDispatcher batchJmsEvents
  batchJmsExecutor batchPersistence bell bundleRepository cache cachingProvider cacheManager
  cdi cdi12 channelfw classloading cloudant cloudantDatabase collectiveMember clusterMember config
  connectionFactory connectionManager constrainedDelegation contextService controllerConnection cors couchdb
  customLdapFilterProperties databaseStore dataSource databaseRotation defaultRegistry
  distributedMap domino50LdapFilterProperties edirectoryLdapFilterProperties ejbApplication
  ejbContainer enterpriseApplication eventLogging executor fabricIndex featureManager federatedRepository
  fileset grpc grpcClient hazelcast hostSingleton
  hostAuthInfo httpAccessLogging httpDispatcher httpEncoding httpEndpoint httpOptions httpProxyRedirect
  httpSession httpSessionDatabase httpSessionCache include interceptor ipLists iplanetLdapFilterProperties
  ibmRegistry jaasLoginContextEntry jaasLoginModule javaPermission jdbcDriver jmsActivationSpec
  jmsConnectionFactory jmsDestination jmsQueue jmsQueueConnectionFactory jmsTopic jmsTopicConnectionFactory
  jndiEntry jndiObjectFactory jndiReferenceEntry jndiURLEntry jpa jsonp jsp jspEngine jta jwtBuilder
  jwtConsumer kerberos keyStore ldapRegistry library localStore logging logstashCollector ltpa
  mailSession managedExecutorService managedScheduledExecutorService managedThreadFactory
  messagingEngine metrics microProfile monitor mpHealth mpJwt mpMetrics
  mpTelemetry mongo mongoDB nativeTransactionManager netscapeLdapFilterProperties nodeAgent
  oauth-roles oauthProvider oidcClientWebapp openId openapi openidConnectClient openidConnectProvider
  orb osgiApplication osgiLibrary passwordUtilities persistentExecutor pluginConfiguration
  propertiesFileRegistry quickStartSecurity racfAuthorization
  remoteFileAccess remoteIp requestTiming resourceAdapter rtcomm rtcommGateway safAuthorization
  safCredentials safRegistry safRoleMapper samesite samlWebSso20 samesiteCookie scalingDefinitions
  scalingMember scim securewayLdapFilterProperties serverEvent sipApplication sipContainer sipEndpoint
  slowRequestTiming socialLogin spnego springBootApplication ssl sslDefault sslOptions
  startup stopHandler syncToOSThread tcpOptions timedOperation timedOperations
  topicConnectionFactory traceSpecification transaction trustAssociation twitterLogin facebookLogin
  githubLogin googleLogin linkedinLogin oauth2Login oidcLogin okdLogin
  variable virtualHost wasJmsEndpoint wasJmsOutbound webApplication webAppSecurity webContainer
  webTarget webservicesSecurity wlmClassification wlmHealth wmqJmsClient wsAtomicTransaction wsSecurityClient
  wsSecurityProvider wssClient zosAutomaticRestartManager zosConnect zosLocalAdapters zosLogging
  zosPasswordEncryptionKey zosTransaction zosWlm zosWlmHealth zosWorkloadManager localAdaptersChannel
  annotationCaching audit authenticationLayer checkpoint clientPolicy.csiv2 collectiveController compression
  connectorCluster crac dynamicRouting file folder headers healthManager httpWhiteboard iiopEndpoint iiopsOptions
  jaccProvider mimeTypes mpConfig mpContextPropagation mpFaultTolerance mpGraphQL mpOpenAPI mpReactiveMessaging
  mpRestClient opentracing reader-role scalingController serverPolicy.csiv2 udpOptions websocket wsocOutbound
  com.ibm.ws.zos.core.angelRequired cicsts_ctssecurity cicsts_dataSource cicsts_jdbcDriver
  imsmobile_imsServiceManager `.split(/\s+/),
)
