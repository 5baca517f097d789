namespace ReportingService.Opening.Tests.Format;

/// <summary>Envelopes written once by a separate program (Python, pyca/cryptography) that follows EnvelopeFormat.md alone. They never change.</summary>
internal static class WrittenElsewhere
{
    internal const string Fingerprint = "20107 36254 07037 64546 76272 17992 56281 15020";

    internal static readonly byte[] Case = Convert.FromBase64String("u/zUFgoehnTaxiKSrki+R4UmKtcHj57BG3SiVM5w+gc=");

    internal static readonly byte[] Reporter = Convert.FromBase64String("QdbVMiqbVGoWvfIhPH5LAXvsXk4T8xCVtLz6CYSbhzM=");

    internal static readonly byte[] Unit = Convert.FromBase64String("OFz9vADsMgMWmUYHecFQmbK7o8rQ5ED/+wjhDfCsueI=");

    internal static readonly byte[] UnitSigning = Convert.FromBase64String("3ZZJRyZozJ9+iZLN1FPzV+aDx8urGDg+adbG3+9cFIc=");

    internal static readonly byte[] Member = Convert.FromBase64String("4xq2Q8RPeg7IJLWdEZTWDawzQgDYReYdLSidqg8IfqU=");

    internal static readonly byte[] Recovery = Convert.FromBase64String("jFhTeFE/X3ouFFbuVAQmBf24kDkr7O+t0qsYD9Avs0I=");

    internal static readonly byte[] Router = Convert.FromBase64String("dMlWBAQ0J/C+4dDha/pTr9U39zatAHPEzE4cyzqCtd0=");

    internal static readonly byte[] Item = Convert.FromBase64String("AQEBBBGtksgiZCkCQ077rG5vgcsjiTftoPsoOZGcuWM0SDst4i5ME88QmtO9sCOHZEsO4aYGkOHzkMf4ECYX4mpVcqbVegU2gr4OkDGeGWaFo4H6DdNo+KUcOhM/GTjh1mGRVtH6MOINzpEOd31257fMAgUOaVSuj3rihRFTOzKbnBQvX+2YRKHXtdnM12+EcGztH711lNmNP7zmOhmBUueOYx1pvDab8RCV2x1+e5uqtePOyQJq7I3onx+KvyjcTEop9WnrVAkotYhSdc8FSWjIdKpBN2d07ZP+gUTf+gj4+YUGWH5CvJ51/lxOjOyjnjyPYnDlzOMomQj4smJ402B7oFQPRWKfUE3JEg+GAk+NJFKATedLB05d31Geexlz2HzRnyG0UVS00oYJuchnVZPT544RRltn/RZDDa+35JUkE0JRJpTN75n0Jdl1T4+Hs/qzfZwvnsmnR62sSmiQgjfpqRtCln29OF2qqrx/On47p7AjU3WxJebvbZmY0cgUPKBmTwzVRhiqaCc09ld9N+mgLUCtW8qFS1Y/GcUdTh2wNZv4");

    internal static readonly byte[] FromUnit = Convert.FromBase64String("AQECBOCEkfcnBsCEcxHxMeMYnKxCaznvKW0en3e4ibvEu8SPYb7RMk02Zo19iW/V32V1CnWP8w6VKCU2GkmQDqhB4zaHzA/DPK3D8W4xQPF0qBDhsIP2frQRfHtHgnQijGdffHK8KnlYJqiy3xTPNtNoIfkE5UPmVpZcOx4ca20CoQAYEgLYlZNJa7BiPuXZpuf/yu9KmIGAKQz5mcyt6sQYswzjBMdAu3nmOfbvMn5jUx35qsq5vMxeoCpOTv8WCL0iMHoCXjl01TiyQhSORMDJno9PiWan+VM/+mAAZ8w6Tfm7YIRPh1EZOImPpJ+h6zEMvjnQIZRQDOgFkb44Wcu5LM5xpJvteY/0PsQBRbZDrezR5L+FJQhVyTkPsdYlzxN/Risvt9CW0jeLT1MuABxWDpfBAWYyvzn8duwGxlA8QvtUui1TgQkkkCmpX8KjQW3bkP1f+HTl4wEUEp+RsE83a+py1zAT+LC0o8knsfYtlHHQxnxa6ajy9fp3imgQ3l+RR3K6B8AN08lmB20io6QINFrnHtug/38zU1rIkYl3qwlNROhFTkH3bMEJLgknPBcGXbVUX+gZWO6oLTyaTmf283uVSXcb/v0xTvywy6KSrRIVrjMdDNcjmgn9clAta26cy3pW3mJuLiFKN/3wt6G4TbhrWSpRiOXkNRvjBhkmw/kM/QCswPI2mgWJmJMsw/lp4rs=");

    internal static readonly byte[] FromReporter = Convert.FromBase64String("AQEDBAt3gTjJVP6L9VPIi1TaDdRSLC/t/YdWK5jGM68J258WZt/FGfSEmOSkqo/xBtBlF9r0wePIomh/DjU3WV89EZxOrx/5Yjj3DHXz4HMuuijZN51nhEyxWPUwiwh7WlUgTucPtLCkkMwZhJBQRlYptfsEZ6VFsLjSPrvuFc1bVmBpkgSzhu06HNpl2RhoKoYc6WbUgfIlTfShpS3mslZzvDu5fTsYIp3lR4VQyEKsKusUbWtfowt8LUKpiayobd3Y3tUI/M4/eHoemjOaVd0Uli95LFIstWOmsZJwQ5rTQIS6LltoYEq6gCS29AQA9Raz96tNgNntMIJXSLLokiB6/D86YW3mCRBfJEhNPdMFOLmYErzwYPEf5c82hE8E183/g+wrniokyXGba83hpwPDEZ1DHvUvd/Wyi7MbC7KTqJDMG5aN0i/HZn0brO5fojT0QFMJ+G2NNLB/WjV2TpDbSFASUDTYvWO3JmByEflRf4VQ/lGW3ax7a7iql7orHEo+sMsKjJLbJCmc33XJHfrvZqNzRxwy/DpehNwK37fqyjcZCq54dj8BBjoiynH49FEn2COiSgs4yVhA2LUC31rrLwque/WDOiq7mZhTHe2UVEGwuRYdyI4j9Uo+O+2Aae+t++1ipTYqUj8ENeZPEIQy5aPoqXLlOAgjKwcZEGqMtrSKn3dHbM0dM5R25OqqpMG/2NM=");

    internal static readonly byte[] CaseToDesk = Convert.FromBase64String("AQEENbrdUmbeTNdYD794JNZQ0UlQB3rgeaStbVFSi7r9QPWf1o8Vvb0g217fDMGhhWGN3TwmkM+u21oAkWsNvF2p0EFGBftUodwUZQgV0xTsGEffK2YG8s93GA6Kaq44V4N+AE1v3hrH1TueBO2ezdhuOg==");

    internal static readonly byte[] CaseToRecovery = Convert.FromBase64String("AQEEhxvTlC5Mg2QLC+N/xMCcoCHYNZMWN3p3wLGE4A+ISXSOuBQibyJGqCK/rj6BDYMGUo2G4YC0YV3Z/ERXYrrZwvPinMFZ+n7PD3QswZlDqVn1AfmJMLHfHzkVyvfjnwEFr7WOtAdllC3eFoJWx9LKIQ==");

    internal static readonly byte[] CaseToRouter = Convert.FromBase64String("AQEEiYVak4UeHpa5tHYdPyFj9FTjYyiDkbAjb+RA2esukE8BYNKtEwD0rMaWk3KBpFsVRPbySbCZ7JrTuxdvwZoOqqEkEIO1mVrdtGvaESUebSbq9lIDizAn6qnMAdE7dbTxZV50hfcyJgUZz5Ohe/Qv1I+K23yl6v0lDBj1/tPawDI92fznCL9sYOBkX3CCjo8AF0fvdVxeG5fRMQZzFOqX5iVCTnr6nwBbYFmCybF0aXI1Dpv+fxob4PXY4JqnvrK2DUM2BRTYNdek2tpsufTgM1XuekxSSuyDUtymVye4sxnlNSBVQZjntszyBseslFo1LvGbPOE8Tmnx7b9e6YFMK7XzcOPNM69BcUdrFGVC2PQkKjq2PAHCrINTbDrer9ij4VCHLKHOsUs/uTD8uPJjad5puqMrkq+OwmuS7wBZg5E+XVNXUVV01QTWZjX1b9f86NAb0GkICHfYrZMf/unttd0vVz/JAPiv6r9v8qVv6jw=");

    internal static readonly byte[] Grant = Convert.FromBase64String("AQEEUN3/FaGDWzh0wsyOrM3sohXLpdYVMYbMojswjGS322dgpAEp8su1O6w5RX2p97hI/iVs4TGDRVJJhXNj7OlmRqxjlYwSZ38mrm5jAyOHUqfhzGTRdxxcK+5OKx/9BKxWUwrFcdJkWl5ih3IsFiKR0cOo2i4V16tu9ehsylqg1NYBO/oZt6A6R+qA32aVNJUJuSu3Xbxz19Kewx+HBJu+52FsfqP0f679/tl8lodJc0Y=");

    internal static readonly byte[] UnitToRecovery = Convert.FromBase64String("AQEELe7D3bls59vPke1QOEiwwsSn3IsCbl2o5IYQhYoLt1teA7NFdDN0VjtJuKyU0axYipoEk8KD0L/b6V/tkLYEwoHv6mRApThUWQgchkhf9Pp6zwY29OsNJzdBD8ybKQ0Ui71Tw51+nHC5cdurl85+7WQCDPq3KRLSZ0gFt35LLzxIN+f2m3qIUcJddx1oeFVb");

    internal static readonly byte[] Vault = Convert.FromBase64String("AQEAAAADAAEAAAABAgMEBQYHCAkKCwwNDg/n981IUVFGzufinINx2o8KTIuJ9tQfqu8vVvl4S6alaQABAgMEBQYHCAkKC9/tRMLG3wOxShEVLIoue0NSv3OJ27sLC4E96scOj3eaq3IlyrtOLSYzdPj67q/99z2wuk8yFbu8pn+ftGNAdshx+fzH");

    internal static readonly byte[] DomainRoot = Convert.FromBase64String("BKiK8EYKpuH7lH+lenjP9hMq3jndU9EIihIP0MSRK6CxrPpCc1sI0deKWWO6v4TVL3rbbPnUhAvAuDsQJRkiNnY=");

    internal static readonly byte[] Record1 = Convert.FromBase64String("AQlQU19HSklMQU4GcG9saWNlAAAAAQAAAABrAr0gAAAAAGyOPyAEQTpqEMgSVgQA+13ozB2A5AvhIwN2JPjpbWbKjDCZpc0vSRYOS7CbhWA7OyYCqQs1OnavBcn7q7Pb4K7/4tto5wR8JDyNPLfDLuRYFKjFS380j+1s0Y/Ml7mH4M9jcu1+hbTt41rB41xlx4aotoEFbe7VUl6TzL9FR+7b6+Ha9xnSBHJvb3RAvmpqZvV1L8/ynn5FjV/u833KgBuzTseIhhDIFgK4140IyUXPuo5CMtxgEpai1dDhdSCfoFM9jCH+t2nacqgb8Q==");

    internal static readonly byte[] Record2 = Convert.FromBase64String("AQlQU19HSklMQU4GcG9saWNlAAAAAgAAAABrKkogAAAAAGy1zCAEsL0jlg90MbCEwwejdei0HTkNCJJNfdVLvb52ekRmXOs71BAuc/hWfnG638HX9QiuI/nFJv2y725bDqkC6jdpQQRXxKgTyXpbd3jQGti/vkbZl9W2QuBRMzNc37wFjcSa2hSWOgj4wXumq9HiSwMqXya9PhYfbmkGEQQwzWELOyT5B2Vwb2NoOjFADz4QSPZIlGY+a4yqHGVezKnLBoZYvEnU7FrKSSBwG6W/jBmoRLeBwlDfmTe0Z8LOEjt2zTDhFCHAHfwR61cmJQ==");

    internal static readonly byte[] RouterIdentity = Convert.FromBase64String("BCE8igQt0Fm1Y7G6AoDh3/qrN9uW591kICrREtE9j6RFuMyXLGAcux8wV+6XC1KA7GvakYX9QIWzoPJbtJgTNMk=");

    internal static readonly byte[] RouterRecordSignature = Convert.FromBase64String("CDtHLpGoTTXXTWbAS/3CTtRDFH389+j+zM+bogxzWqVZFLPyv3MIHqNgbulFgVlMAaybcC8qmjr4VApF5cOiEQ==");

    internal const long FirstCreated = 1795341600;
}
