import { flag, id, texts } from './specs.ts'
import type { ElementSpec } from './specs.ts'

/** An element that requesters do not use, with the attributes that public files give it. */
const seen = (names: string): ElementSpec => ({
  kind: 'factory',
  attributes: { id, ...texts(...names.split(/\s+/)) },
  open: true,
})

const connection = 'host port connectionTimeout receiveTimeout sslCertsRef'
const deployed = 'location updateTrigger pollingRate'

const manager: ElementSpec = {
  kind: 'singleton',
  attributes: {
    id,
    requireAuth: flag,
    requireSecure: flag,
    useJsonErrorResponses: flag,
    preserveJsonPayloadCharFormat: flag,
    setUTF8ResponseEncoding: flag,
    ...texts('globalInterceptorsRef', 'globalDataXformRef'),
    ...texts('globalAdminGroup', 'globalOperationsGroup', 'globalInvokeGroup', 'globalReaderGroup'),
  },
  open: true,
}

/** The elements of the provider side and of the server as a whole; none of their lists is complete. */
export const providerElements: Readonly<Record<string, ElementSpec>> = {
  zosconnect_zosConnectManager: manager,
  zosconnect_auditInterceptor: seen(
    `sequence apiProviderSmfVersion apiRequesterSmfVersion apiProviderMaxDelay apiRequesterMaxDelay
    apiProviderRequestHeaders apiProviderResponseHeaders apiRequesterRequestHeaders
    apiRequesterResponseHeaders`,
  ),
  zosconnect_monitoring: {
    ...seen('apiProviderInterceptorsRef apiRequesterInterceptorsRef'),
    kind: 'singleton',
  },
  zosconnect_fileSystemLoggerInterceptor: seen(
    'sequence bufferedLogging logPath logName maxPayloadSize encoding',
  ),
  zosconnect_zosConnectDataXform: seen(
    'bindFileLoc bindFileSuffix requestSchemaLoc responseSchemaLoc',
  ),
  zosconnect_zosConnectService: seen(
    `invokeURI serviceName serviceRef dataXformRef serviceDescription serviceGroupingName requireAuth requireSecure
    serviceAsyncRequestTimeout
    runGlobalInterceptors interceptorsRef adminGroup operationsGroup invokeGroup readerGroup`,
  ),
  zosconnect_zosConnectServiceRestClientConnection: seen(`${connection} basicAuthRef`),
  zosconnect_zosConnectServiceRestClientBasicAuth: seen('userName password applName'),
  zosconnect_localAdaptersConnectService: seen(
    `registerName serviceName connectionFactoryRef connectionWaitTimeout linkTaskTranID
    linkTaskChanID linkTaskChanType linkTaskReqContID linkTaskReqContType linkTaskRspContID
    linkTaskRspContType useCICSContainer`,
  ),
  zosconnect_services: seen(deployed),
  zosconnect_policy: seen(deployed),
  zosconnect_cicsIpicConnection: seen(
    `${connection} authDataRef sharedPort heartbeatInterval transid transidUsage sendSessions
    cicsApplid cicsNetworkid zosConnectApplid zosConnectNetworkid connectionRetryInterval
    preferredSpecificHost requestTimeout sysid`,
  ),
  zosconnect_imsConnection: seen(
    `${connection} credentialRef connectionFactoryRef imsDatastoreName pingIMSConnectOnInvoke comment`,
  ),
  zosconnect_db2Connection: seen(`${connection} credentialRef`),
  zosconnect_credential: seen('user userName password applName'),
}
