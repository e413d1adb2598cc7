//! Places of a secret.

/// The secrets, each with the place where it is planted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    JsonBody,
    Form,
    MultipartPart,
    Path,
    QueryParameter,
    HeaderParameter,
    CookieParameter,
    HeaderKey,
    QueryKey,
    CookieKey,
    Basic,
    Bearer,
    ClientSecret,
    RefreshToken,
    FetchedToken,
    SecretKey,
    SecurityToken,
    ServerVariable,
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::JsonBody => "password in a JSON body",
            Self::Form => "password in a form",
            Self::MultipartPart => "multipart part",
            Self::Path => "path parameter",
            Self::QueryParameter => "query parameter",
            Self::HeaderParameter => "header parameter",
            Self::CookieParameter => "cookie parameter",
            Self::HeaderKey => "API key in a header",
            Self::QueryKey => "API key in the query",
            Self::CookieKey => "API key in a cookie",
            Self::Basic => "basic",
            Self::Bearer => "bearer",
            Self::ClientSecret => "client secret",
            Self::RefreshToken => "refresh token",
            Self::FetchedToken => "fetched token",
            Self::SecretKey => "secret access key",
            Self::SecurityToken => "security token of a temporary key",
            Self::ServerVariable => "server variable",
        }
    }

    /// A secret of its own for each place. It has characters that are escaped where the place permits them.
    pub(super) fn secret(self) -> &'static str {
        match self {
            Self::JsonBody => "pl4nt-json-\"ä\\/",
            Self::Form => "pl4nt-form-\"ä &+",
            Self::MultipartPart => "pl4nt-part-\"ä\\/",
            Self::Path => "pl4nt-path-ä %/",
            Self::QueryParameter => "pl4nt-query-ä &+",
            Self::HeaderParameter => "pl4nt-header-\"\\",
            Self::CookieParameter => "pl4nt-cookie-ä;",
            Self::HeaderKey => "pl4nt-key-\"\\",
            Self::QueryKey => "pl4nt-qkey-ä &+",
            Self::CookieKey => "pl4nt-ckey-=/",
            Self::Basic => "pl4nt-basic-ä:",
            Self::Bearer => "pl4nt-bearer-=/",
            Self::ClientSecret => "pl4nt-client-ä&",
            Self::RefreshToken => "pl4nt-refresh-ä&",
            Self::FetchedToken => "pl4nt-fetched-=/",
            Self::SecretKey => "pl4nt-secret-key",
            Self::SecurityToken => "pl4nt-security-token",
            Self::ServerVariable => "pl4nt-server-~_",
        }
    }

    /// How the secret is sent.
    pub(super) fn spelling(self) -> Option<&'static str> {
        Some(match self {
            Self::JsonBody => r#"pl4nt-json-\"ä\\/"#,
            Self::Form => "pl4nt-form-%22%C3%A4+%26%2B",
            Self::Path => "pl4nt-path-%C3%A4%20%25%2F",
            Self::QueryParameter => "pl4nt-query-%C3%A4%20%26%2B",
            Self::CookieParameter => "pl4nt-cookie-%C3%A4%3B",
            Self::QueryKey => "pl4nt-qkey-%C3%A4%20%26%2B",
            Self::Basic => "YWxpY2U6cGw0bnQtYmFzaWMtw6Q6",
            Self::RefreshToken => "pl4nt-refresh-%C3%A4%26",
            // Form-encoded, then in Base64 (RFC 6749, section 2.3.1).
            Self::ClientSecret => "aWQ6cGw0bnQtY2xpZW50LSVDMyVBNCUyNg==",
            // Only a signature with it is sent.
            Self::SecretKey => return None,
            _ => self.secret(),
        })
    }
}
