import type { FakeContext } from '../fake.ts'
import type { VaultCapability } from '../options.ts'
import type { Answer } from './answer.ts'
import type { FixedPath } from './fixed-paths.ts'
import type { ReadHeader } from './refused-headers.ts'
import type { PluginCatalog } from './plugin-catalog.ts'

/** Fields of an answer. */
type Shown = Readonly<Record<string, unknown>>

/** What OpenBao tells more of a secret with versions. */
interface Described {
  /** How often its metadata was changed. */
  readonly described: number
  readonly settings: { readonly metadataCasRequired: boolean }
}

/** One of the two servers that grew from one, with all that it answers in its own way. */
export interface Product {
  readonly name: string
  readonly version: string
  /** Its command line. */
  readonly command: string
  /** What each envelope has beside what both have. */
  readonly envelopeNamesMount: boolean
  readonly tokenPrefix: { readonly service: string; readonly batch: string }
  /** How many characters follow the prefix of a service token. */
  readonly tokenLength: number
  /** The reasons why a token that nobody issued is refused. */
  readonly deadToken: string
  /** What a login hears that has no password. */
  readonly missingPassword: string
  /** What a user is refused with whose password's hash is none. */
  readonly refusedPasswordHash: Answer
  /** Whether that counts as wrong credentials, of which too many lock a user out. */
  readonly countsMissingPasswords: boolean
  /** What a login hears whose certificate no role takes. */
  readonly unknownCertificate: string
  /** A login is refused so where a field is missing or cannot be read. */
  readonly unreadableLogin: 400 | 500
  /** What the metadata of a KV v2 secret has beside what both have. */
  readonly kvMetadata: (secret: Described) => Readonly<Record<string, unknown>>
  /** A time in its warnings. */
  readonly shownTtl: (ms: number) => string
  readonly kvConfig: (settings: Described['settings']) => Readonly<Record<string, unknown>>
  /** What a role that is read has beside what both have. */
  readonly roleFields: (role: {
    readonly strictlyBindIp: boolean
  }) => Readonly<Record<string, unknown>>
  /** What follows the name of an entity or group that nobody has named. */
  readonly identitySuffix: string
  /** The version of what it mounts and has not in its catalog. */
  readonly ownPluginVersion: string
  readonly health: Readonly<Record<string, unknown>>
  readonly sealStatus: Readonly<Record<string, unknown>>
  /** Paths that its router keeps clean of empty segments. */
  readonly routed: RegExp
  /** Paths from which a client is sent to its user interface. */
  readonly showsUi: RegExp
  /** How its router sends a client to a path without empty segments: as Go did before 1.26, and since. */
  readonly uncleanPath: { readonly status: number; readonly text: string }
  /** What it says of who leads, beside that nobody need. */
  readonly leader: (activeSince: number) => Shown
  /** When its version was built, or its source made. */
  readonly installed: Shown
  /** What it says of a node of its cluster beside what both say. */
  readonly node: Shown
  /** Whether one can ask for all that is below a folder, whatever folders are between. */
  readonly scans: boolean
  readonly plugins: PluginCatalog
  /** What it still has to mount, and advises against. */
  readonly deprecatedPlugins: readonly string[]
  /** What it tells of a plugin beside what both tell. */
  readonly pluginFields: Shown
  /** With what status it refuses to reload the plugin of a mount that there is not. */
  readonly noMountToReload: 400 | 500
  /** Whether a plugin that nobody knows is refused to be reloaded, or none is. */
  readonly reloadsKnownPlugins: boolean
  /** What it knows of quotas beside what both know. */
  readonly quotas: {
    /** What it tells of each. */
    readonly shown: Shown
    readonly hasAbsoluteExemptions: boolean
    /** Whether a quota holds below its path if, and only if, it is for all paths. */
    readonly onlyGlobalInherits: boolean
  }
  /** Whether lists are given in pages, with `after` and `limit`. */
  readonly hasPages: boolean
  /** Whether a list may be asked for without the secrets that are deleted. */
  readonly excludesDeleted: boolean
  /** Whether a patch can take away the time after which versions of a secret end. */
  readonly patchesEndAway: boolean
  /** Whether policies have versions, ends and folders. */
  readonly hasVersionedPolicies: boolean
  /** Whether KV v2 has a list with the metadata of each secret, and check-and-set for it. */
  readonly hasDetailedMetadata: boolean
  /** Whether KV v1 and the cubbyhole say which parameters of a read nobody knows. */
  readonly plainSecretsWarn: boolean
  /** Whether a role of AppRole has a path for whether it asks for a secret id. */
  readonly hasBindPath: boolean
  /** Whether a role of AppRole whose blocks of addresses are deleted is known by its name as it is written. */
  readonly deletesBlocksByWrittenName: boolean
  /** Fields that the other product alone knows. */
  readonly unknownFields: readonly string[]
  /** Whether KV v2 says who made and who deleted a version. */
  readonly namesAuthors: boolean
  /** Whether a policy that says the same twice in a row of braces is refused. */
  readonly refusesTwiceSaid: boolean
  /** What in the value of a template makes every request of its token fail. */
  readonly unfitInTemplates: RegExp | undefined
  /** Whether a list is granted first by patterns that fit its path without the slash at its end. */
  readonly looksForFilesFirst: boolean
  /** Whether who asks what he may do is told of paths with a plus for a segment. */
  readonly showsPluses: boolean
  /** Whether policies look at each item of a list, or of a text with commas, by itself. */
  readonly comparesItems: boolean
  /** What a policy may grant beside what both know. */
  readonly ownCapabilities: readonly string[]
  /** What a block of a policy may say beside what both know. */
  readonly ownPolicyKeys: readonly string[]
  /** What its `default` policy grants beside what both grant. */
  readonly ownDefaults: Readonly<Record<string, readonly VaultCapability[]>>
  /** What its answers on roles and settings of JWT and certificate methods have beside what both have. */
  readonly jwtConfig: Shown
  readonly jwtRole: Shown
  readonly certConfig: Shown
  /** The settings of certificate methods that it alone has. */
  readonly certFields: {
    readonly role_cache_size?: 'whole'
    readonly enable_metadata_on_failures?: 'flag'
  }
  /** Headers that a browser may send from elsewhere, whatever else is allowed. */
  readonly browserHeaders: readonly string[]
  /** The headers that its audit log has from the beginning. */
  readonly auditedHeaders: readonly string[]
  /** What its settings for browsers have beside what both have. */
  readonly cors: Shown
  /** The settings for browsers that it alone has. */
  readonly corsFields: { readonly allow_credentials?: 'flag' }
  /** What it says beside all that a token may do. */
  readonly resultantAcl: Shown
  /** The keys of the list of namespaces in a server that has none. */
  readonly namespaceKeys: Shown
  /** Whether it counts its service tokens for whoever asks. */
  readonly countsTokens: boolean
  /** Where user interfaces are told the times of a mount, whether those of the system stand for none. */
  readonly uiShowsSystemTtl: boolean
  /** Why a setting of a mount of its own stays as it is. */
  readonly cannotTune: (setting: string, prefix: string) => string
  /** Whether a lease says which path issued it. */
  readonly leasesNamePath: boolean
  /** What a body is refused for before anybody looks where it goes; undefined where it passes. */
  readonly malformed: (body: Uint8Array) => string | undefined
  /** Before the words on JSON that cannot be read. */
  readonly readsJson: string
  /** Whether a login that names nobody is refused before the method sees it, for nobody can be locked out. */
  readonly asksWhoFirst: boolean
  /** Whether `..` in a path that is encoded is refused, or is a name like others. */
  readonly refusesRelativePaths: boolean
  /** Whether two dots in a name that is a key of the storage are refused. */
  readonly refusesDottedKeys: boolean
  /** Whether audit devices are enabled over the API. */
  readonly auditsByApi: boolean
  /** The version that it says a mount is upgraded to. */
  readonly toldUpgrade: (version: number) => number
  /** Whether an open server looks how long a key is that it is given. */
  readonly measuresSpareKeys: boolean
  /** How it refuses OPTIONS. */
  readonly onOptions: { readonly status: number; readonly error: string }
  /** Why a header that only a cluster understands is refused; undefined where none is. */
  readonly refusedHeader: (header: ReadHeader) => Answer | undefined
  /** Whether that is said before what a server tells of itself. */
  readonly refusesHeadersFirst: boolean
  /** Whether the header of a namespace, whatever it says, is refused on what a server tells of itself. */
  readonly refusesStatusOfNamespaces: boolean
  /** Whether a server without namespaces refuses requests for one. */
  readonly refusesNamespaces: boolean
  /** Whether a secret id that ends is good until the clean-up that comes each minute. */
  readonly cleansUpSecretIds: boolean
  /** Whether it refuses an id that ends with the name of a namespace which is not there. */
  readonly idsNameNamespaces: boolean
  /** Whether what is no text is refused as the id of a lease. */
  readonly leaseIdsAreTexts: boolean
  /** What a policy of passwords may say beside its rules. */
  readonly passwordFields: { readonly entropy_source?: 'text' }
  /** How it refuses a count of wrong credentials that is none. */
  readonly unreadableCount: number
  /** Whether a mount that cannot be tuned as it is asked keeps what was set before the refusal. */
  readonly keepsHalfTuned: boolean
  /** Whether a wrapping token may end itself without unwrapping. */
  readonly wrappingTokensEndThemselves: boolean
  /** Whether identities keep names of policies in lower case. */
  readonly lowersPolicyNames: boolean
  /** Whether the list of locked users has a namespace where nobody is locked out. */
  readonly tellsNobodyLocked: boolean
  /** What its JWT method answers without a token beside what both answer. */
  readonly openOidcPaths: RegExp
  /** Whole paths that ask for `sudo` beside those that both ask it for. */
  readonly ownSudoPaths: RegExp
  /** Whether the paths on leases that were there before `sys/leases` still are. */
  readonly hasOldLeasePaths: boolean
  /** Whether plugins sign identity tokens: everybody is told the default key, and there may be other issuers. */
  readonly pluginsSign: boolean
  /** Paths below `sys` that always answer the same. */
  readonly fixedPaths: readonly FixedPath[]
  /** Paths that it alone has and the embedded one does not emulate. */
  readonly notEmulated: RegExp
  /** Whether a plugin may be registered by its version alone, and be reloaded by its type and name. */
  readonly registersArtifacts: boolean
  /** Whether the rotation of keys is switched on and off without another change, too. */
  readonly switchesRotationAlone: boolean
  /** Whether the key of the storage has paths of its own beside those of old. */
  readonly rotatesKeyring: boolean
  /** Whether who has the keys of the seal may renew them, and have new root tokens, without a token. */
  readonly takesKeysOfSeal: boolean
  /** How it refuses to decode a new root token, and its words where something is empty. */
  readonly tokenDecoding: {
    readonly status: number
    readonly whyEmpty: (encoded: string, password: string) => string | undefined
  }
}

/** The context of a fake that knows which product it imitates. */
export interface VaultContext extends FakeContext {
  readonly product: Product
}
