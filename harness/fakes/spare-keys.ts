import type { JWK } from 'jose'

/**
 * TEST KEYS, published with baqlab: they protect nothing and must never be trusted outside a test.
 * The second and the third key of each algorithm, for servers that rotate theirs.
 */
export const spareKeys: Readonly<Record<'RS256' | 'ES256' | 'HS256' | 'A256KW', readonly JWK[]>> = {
  RS256: [
    {
      kty: 'RSA',
      n: '58PCU3tkdRKOT1HNt5N_eHlPcPtotQzEy-GLMXVgXlNIykwQA6WAOnOtaOxpWyQWry3lTG4YpAfSGlHkZAO6uHs5_2biLet8QQzqeOBAgCKOyj1Z8NycESY_CBFXH4_oKBGrmHwVeHIN9eJk6XZAGr7P39EOBTNhGfe8Eh3Wi8M15nzi3WSB0_LLBGgGwdF4pk92jxbN_ty_mDBewMGhLKqXpIGiUBSxRgTaM8rhHNRAhuEW3mucVe9DwvoJ5rmi9K7s-FjzzlC-6l2TGBYocN80FcF92EmjN2NbWPS2jr8L2Unzc_3p8vWf6ucFlsWg7RnBEeszWvyLZT1RYHdotQ',
      e: 'AQAB',
      d: 'Ci0zVDJqgnrScDMvAuzhalXRTNcNOEiblOQ4wMQ0ULqmyz3fGiSN5oMmeHahAv_TqyorE68Qj-tJU3SIax0qzrztGq-Be54Hx7IcfZBDOh0frfZXA6zRgYNEve2c_hAgk9nVcg2eF7rSWBtHw7njLgl2MTq0ZeVlUcbp-tWqklpmPiVUGxPe5l_yYuUfmgoqyAC5kLhBQCbo1tFpojL3K_ywQ_DUXYgdfEP1Jb1JLd9f4IvK1-xol7f5DDqN4R1hhn_xxPhZ9D82qLY3Zy6i9FO5yWbYFsgsi1Am11GuUW2saiIqpH9ai6x4WTK8MBm4w-I4DJ-9-b-txjjwPpWthQ',
      p: '_hPTEc6HYAsp1QriGjzdB8TcPiTu7WWgdfufs6qc0FGhzGG2YVxeX_KPigDH3REEFsHGU4saqrYnt5EyhE5h1IjN4xNllbTWUoRddktkqcMz5IvWp5Mq28UMgmpgdmmTGsCnKAWVFh_l0sq72tPKkVRGooV2Z_XEV3drGh26JOs',
      q: '6YS2Xg4BhN1wBWieo_jVDbu-spuD9F77QgPL9xBloqjQQG0DJz1jbydDuayzlLZU6kndG6jJBl7RPEohez7qAE84s1fJ2_Spwk_NCeeGwHQUoV8Zw8UNZxaWlsrFNhzPYIWuFT1NqS4Y1_qPc3UWrjCuteo1wb5yz63D4ZqjwN8',
      dp: 'Gx9apMf7Q5FtgcSLpmlg3vdw22Ft8AGtQ2r8_Vz1KHfOYdb8dSA7Itrt37l9nGe4nAVLepea3SZczwe88Mq9Psbr05W6fmSzjFN89qfNsyGXZIpY-8KGDLfYQgPBEGLsxSpTrb4K0DXPftUNgKqjMShh8e91WFuv_fZNhJgvysk',
      dq: '6DFi2GDa188LTQV7AJYy2sX810HVUk6DTV_TFqZCORvcfsMmaIUc8vA64ku8ALnP82pgpdkNkf0D1gvsAM1NBePAAGvhNomvppuMyDVkAscpoE-codG1AvUt5WBX-fdpqJMjxtC_AOLqJw9oRih91dRoVFA_BZemN6STaidGfkc',
      qi: 'boUVat0L8j8tdLt_4jQ2q7_4ftyQ-gJ5q03IkVQq0eK7qBcICNuMcOYrShmp69-0wci9kJdsHhWmNGWwOszkeuYjsA_7Eogznsc3PtK-rbheXms9qONZiIlmyu8cYVCgOcRS_IicrxVAQeSN5ba7kGGpqMYN0RhASLXaE7Z-L-w',
    },
    {
      kty: 'RSA',
      n: 'mTt3vqRKJZLMWzGgjKlLaUiLVghIVm-NQQZb_8VgaUZH4m4xcqG7qQfO1zjkweCmoyhG0nlGBcfuOCa9feWq8yB4X5JSy_TWrjyHq-GGxI3ACKfGenjKzdgIVp6L0wRw2tZ6Ru2NJ1IdduLE5twKaJ146-1hbx-K-z-QNUnqz6APPxB0qY9zRyYU8ntUqVySVYpMjSHO6yroFyue22W9J5iqUcCVai70UlfmBwJI2oUGc6NRJf1bVAvS5sIL14TO-w_tbd76UdfYphluZA5lBwmPy7NwvKHsyv6I-guVPU97EJL28IaxTStFGalRuLG-c36RV0g8qPGUWN3C0la1jQ',
      e: 'AQAB',
      d: 'DJZ3yQu2gp0rV_987Kk4pnK87YmbJayeyj1zP9DvUV6iZ529Rqk2IRXg3knQcwPZNJSJst8fCzkIHwlBrk64ayYa9WDwF8yqeSBEVfCeMVXitWNQ-P0kzeGmF7WJD4HxIm0VmO-JVbZXcM2CtuNTIJJ1HU6AH1CUSn0Hg_UpSrp_DqAjOKob_snlnyF4kcByopbs8MYMFUdo_Rz4n-pXha5ME8eWm0NduXAFqhnG14gIoTVX4qPpsTzqGaSueXhI7xetHPWldF31XMx6Jx5ubEHHk2EyOoRfhBSst6NZNCUmh7DoUneDGfQkZIc2TacMksGn1ZX90nFjrniwi94YyQ',
      p: 'zRB3I1-TP1kc0-l0RVxw2BBKpMuA2EjjYBryJoKjMyXeeOfSqKQn12TdS5Arf7_-9ScBbaeGZF13LSRAknpkrtVYa3ekxlP_KLknnRNUuG4cMV-Vb3wwZA6D1p1PlaoFX6x0pg2WW7qTIJUB0y2xv1A75JneL4jBmcfeY3UgYVk',
      q: 'v0shv0hgYlgOG8QofXntMfcYtcMsu6fg-c7jEkjzcp9p0gYZ5AgEbU8o4guvzwturU0Pxf1c4RtI2QpONYOOx7ibYjclLY9LsGaWHmn1bmqINo44xUrUFLoj5yPrl48Wk-Q_B7NKCPhsi9BEN4VWK9IXvoYxUOZzeIW79PqiG1U',
      dp: 'kO2oJfnwaX8jnqmKIVNZ9XpeJuYk47dv64ZfydPeX9HN0AmXmtSZy-Nfe34jICCjosO0gLk7hEeCaQcME_ooml_yI9HlRL4swa1KT_tPjyFTD5oMVUSiNrUDfHSlwJLvRVTvBETqFV5hiU-GgKf0zc945PHSVCoFGhhmFki7X9E',
      dq: 'qq7zEaYWuikvjX7dUfg0uFxt4-CeTWJhzwPWgD4vWpr65Lck6t5sdMwpAmjDGc5tlpwn8tU6xnB984rKdd1IzNPfcScbOSeetWsTj1ej8j2EBImqBf_adBQSbO8UC0tVLeh-hPRontBqqeXOuGt0k-0F2q4J2tGFPoi1SMVJV3E',
      qi: 'SYwAxuxqAH2RrolLFz-4IUsP12U91VicwLzHz5SY1Bj6Bia7iQ5ER9_DEfzwFlcr_Dad4Ea91whL-pIs8W96uWrqBleujidIqxQQ2rl7GJPVtasZonbTEH2ItStzqoPQrjw5mrplaMEjDAfMgGO67su8JXirX1fYRJW9S_t7sck',
    },
  ],
  ES256: [
    {
      kty: 'EC',
      x: 'ZVUC6FTPWGbperDtgkVWBp3IfrhD4FqCrDABTI_jpLA',
      y: 'oXAqdvFnAUEFvOmLEVbHZNbsHunQQI4iwu47Wxeb-nk',
      crv: 'P-256',
      d: 'jsdxsSu7IcHtkl-Cam_EBVlQxz9ehA04SI85tFl3V9E',
    },
    {
      kty: 'EC',
      x: 'DdS_zA0KzywipFZOijGek4BF7rX9gqPUsbnUwZRkx5s',
      y: 'yjvUJKYe97088axv1573BUNa-0p9hwRkBge6T9fZBaE',
      crv: 'P-256',
      d: '0qUEAJLSjbNlpsAvxDtlzJALTLBocdAa5WChe_lKs4Y',
    },
  ],
  HS256: [
    { kty: 'oct', k: 'GkHDed4NxKIlFCClgDgs-IMbZ8ILd6Y_lJX2xmK3uyY' },
    { kty: 'oct', k: 'QvL8AlD3VGJAcNjHQD0cF4Pq1Z6YZJmPYDa_1C2clYI' },
  ],
  A256KW: [
    { kty: 'oct', k: 'sU7e0FabiWd0m3ABxcs-ckQ2rshSX6AXhDkjb2_d15E' },
    { kty: 'oct', k: '8vG285HNmci_PTVRl_e1NwI0i9OwimuWFXLMvIsFF4o' },
  ],
}
