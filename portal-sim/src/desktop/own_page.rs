//! Refusing actions that other sites send: a request that names another origin is refused.

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::portal::Portal;

/// Proof that a request comes from a page of this portal, or from no page.
pub(super) struct OwnPage;

impl FromRequest for OwnPage {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let portal = Portal::from_request(req, payload).into_inner();
        let origin = req.headers().get(header::ORIGIN);
        std::future::ready(portal.and_then(|portal| match origin {
            Some(origin) if origin.as_bytes() != portal.origin().as_bytes() => {
                Err(actix_web::error::ErrorForbidden("a request of another site"))
            }
            _ => Ok(Self),
        }))
    }
}
