//! Finding the portal that a request was sent to: each portal has an address of its own.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::error::ErrorNotFound;
use actix_web::{FromRequest, HttpRequest, web};

use crate::portal::Portal;
use crate::world::{AddressRole, World};

/// The portal at the request's address, and whether it was renamed since and is now at another address.
pub(crate) fn find_portal(req: &HttpRequest) -> Option<(Portal, bool)> {
    let world = req.app_data::<web::Data<World>>()?.clone();
    let (index, renamed) = match world.role(req.app_config().local_addr())? {
        AddressRole::Portal(index) => (index, false),
        AddressRole::RenamedPortal(index) => (index, true),
    };
    Some((Portal::new(world.into_inner(), index), renamed))
}

impl FromRequest for Portal {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = find_portal(req).filter(|(_, renamed)| !renamed).map(|(portal, _)| portal);
        ready(found.ok_or_else(|| ErrorNotFound("no portal here")))
    }
}
