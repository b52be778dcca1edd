/** What `--vault container` starts where no image is named. */
export const defaultImage = 'hashicorp/vault:1.21'

/** What is known to answer as Vault does, for the sentence that names the choice. */
export const otherImages: readonly string[] = ['openbao/openbao:2.7.2']
