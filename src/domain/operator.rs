//! The operator of this service, as the public pages show it.

/// The operator's details. All of them are optional.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Operator {
    /// The person or company that runs the service.
    pub name: Option<String>,
    /// Its postal address, on one line.
    pub address: Option<String>,
    /// The e-mail address for users.
    pub email: Option<String>,
    /// When questions are answered.
    pub hours: Option<String>,
    /// The app's page in the Bitrix24 Market.
    pub market_url: Option<String>,
}
