<#-- The DDL of WebAssembly functions, of modules and of tenants. What the options may hold is checked in WasmFunctionOptions and LimitClause; here is only their syntax. -->

SqlCreate SqlCreateWasmFunction(Span s, boolean replace) :
{
    final FunctionKind kind;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final String spelling;
    final List<SqlCreateWasmFunction.Parameter> parameters;
    final SqlDataTypeSpec returnType;
    final WasmFunctionOptions clauses = new WasmFunctionOptions();
}
{
    ( <AGGREGATE> { kind = FunctionKind.AGGREGATE; } | { kind = FunctionKind.SCALAR; } )
    <FUNCTION>
    ifNotExists = IfNotExists(replace)
    name = CompoundTableIdentifier() { spelling = spellingOfLast(name); }
    parameters = FunctionParameters()
    <RETURNS> returnType = FunctionType()
    ( DeclarationOption(clauses) )*
    <LANGUAGE> <WASM>
    ( FunctionOption(clauses) )*
    {
        return clauses.createFunction(
            s.end(this), replace, ifNotExists, kind, name, spelling, parameters,
            new SqlCreateWasmFunction.Returned.Value(returnType));
    }
}

SqlCreate SqlCreateWasmTableFunction(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final String spelling;
    final List<SqlCreateWasmFunction.Parameter> parameters;
    final List<SqlCreateWasmFunction.Parameter> columns = new ArrayList<SqlCreateWasmFunction.Parameter>();
    final WasmFunctionOptions clauses = new WasmFunctionOptions();
}
{
    <TABLE> <FUNCTION>
    ifNotExists = IfNotExists(replace)
    name = CompoundTableIdentifier() { spelling = spellingOfLast(name); }
    parameters = FunctionParameters()
    <RETURNS> <TABLE>
    <LPAREN>
    AddTableColumn(columns)
    ( <COMMA> AddTableColumn(columns) )*
    <RPAREN>
    ( DeclarationOption(clauses) )*
    <LANGUAGE> <WASM>
    ( FunctionOption(clauses) )*
    {
        return clauses.createFunction(
            s.end(this), replace, ifNotExists, FunctionKind.TABLE, name, spelling, parameters,
            new SqlCreateWasmFunction.Returned.Table(columns));
    }
}

void AddTableColumn(List<SqlCreateWasmFunction.Parameter> columns) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    type = FunctionType() { columns.add(new SqlCreateWasmFunction.Parameter(name, type)); }
}

boolean IfNotExists(boolean replace) :
{
    final Span s;
}
{
    // Also a function may be called "if".
    LOOKAHEAD(3)
    <IF> { s = span(); } <NOT> <EXISTS> {
        WasmFunctionOptions.checkExistence(replace, s.end(this));
        return true;
    }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2)
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

/** The last part of a name as the statement spells it: an unquoted one before it is folded. */
JAVACODE String spellingOfLast(SqlIdentifier name) {
    final int last = name.names.size() - 1;
    return name.isComponentQuoted(last) ? name.names.get(last) : getToken(0).image;
}

List<SqlCreateWasmFunction.Parameter> FunctionParameters() :
{
    final List<SqlCreateWasmFunction.Parameter> parameters = new ArrayList<SqlCreateWasmFunction.Parameter>();
}
{
    <LPAREN>
    (
        <RPAREN>
    |
        AddFunctionParameter(parameters)
        ( <COMMA> AddFunctionParameter(parameters) )*
        <RPAREN>
    )
    { return parameters; }
}

/** "type" or "name type"; the name may be any word, also a reserved one. */
void AddFunctionParameter(List<SqlCreateWasmFunction.Parameter> parameters) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    LOOKAHEAD( FunctionType() ( <COMMA> | <RPAREN> ) )
    type = FunctionType() { parameters.add(new SqlCreateWasmFunction.Parameter(null, type)); }
|
    LOOKAHEAD({ getMetadata().isReservedWord(getToken(1).image.toUpperCase(Locale.ROOT)) })
    name = anyWord()
    type = FunctionType() { parameters.add(new SqlCreateWasmFunction.Parameter(name, type)); }
|
    name = SimpleIdentifier()
    type = FunctionType() { parameters.add(new SqlCreateWasmFunction.Parameter(name, type)); }
}

/** A type of Calcite's, or an interval, which is none of them. */
SqlDataTypeSpec FunctionType() :
{
    final Span s;
    final SqlIntervalQualifier qualifier;
    final SqlDataTypeSpec type;
}
{
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier() {
        final SqlParserPos position = s.end(this);
        return new SqlDataTypeSpec(new SqlIntervalTypeName(qualifier, position), position);
    }
|
    type = DataType() { return type; }
}

JAVACODE SqlIdentifier anyWord() {
    getNextToken();
    return new SqlIdentifier(unquotedIdentifier(), getPos());
}

void FunctionOption(WasmFunctionOptions clauses) :
{
    final Span s;
    final SqlIdentifier module;
}
{
    DeclarationOption(clauses)
|
    LOOKAHEAD({ getToken(1).kind == FROM && getToken(2).kind == MODULE })
    <FROM> <MODULE> module = SimpleIdentifier() { clauses.module(module); }
|
    ModuleOption(clauses)
|
    <WITH> { s = span(); } Limits(clauses.limits()) { clauses.withLimits(s.end(this)); }
}

/** What a module may say of its function as well, before LANGUAGE. */
void DeclarationOption(WasmFunctionOptions clauses) :
{
    final Span s;
    final String text;
}
{
    <IMMUTABLE> { clauses.volatility(Volatility.IMMUTABLE, getPos()); }
|
    <STABLE> { clauses.volatility(Volatility.STABLE, getPos()); }
|
    <VOLATILE> { clauses.volatility(Volatility.VOLATILE, getPos()); }
|
    <RETURNS> { s = span(); } <NULL> <ON> <NULL> <INPUT> { clauses.nullInput(NullInput.RETURNS_NULL, s.end(this)); }
|
    <CALLED> { s = span(); } <ON> <NULL> <INPUT> { clauses.nullInput(NullInput.CALLED, s.end(this)); }
|
    <EXTERNAL> <NAME> text = SimpleStringLiteral() { clauses.externalName(text, getPos()); }
}

/** What tells the bytes of a module. */
void ModuleOption(WasmFunctionOptions clauses) :
{
    final String text;
}
{
    <SHA256> text = SimpleStringLiteral() { clauses.sha256(text, getPos()); }
|
    <FROM>
    (
        LOOKAHEAD(1) FunctionBytes(clauses)
    |
        text = SimpleStringLiteral() { clauses.file(text, getPos()); }
    )
|
    <AS> FunctionBytes(clauses)
}

/** The module itself, decoded from the text of the tokens: Calcite's own binary literals take quadratic time. */
void FunctionBytes(WasmFunctionOptions clauses) :
{
}
{
    <BINARY_STRING_LITERAL> { clauses.hex(getToken(0).image, getPos()); }
    ( <QUOTED_STRING> { clauses.moreHex(getToken(0).image, getPos()); } )*
|
    <BASE64> <QUOTED_STRING> { clauses.base64(getToken(0).image, getPos()); }
}

SqlDrop SqlDropWasmFunction(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    SqlNodeList types = null;
}
{
    <FUNCTION>
    ifExists = IfExists()
    name = CompoundTableIdentifier()
    [ types = ArgumentTypes() ]
    { return new SqlDropWasmFunction(s.end(this), ifExists, name, types); }
}

SqlNodeList ArgumentTypes() :
{
    final Span s;
    final List<SqlNode> types = new ArrayList<SqlNode>();
    SqlDataTypeSpec type;
}
{
    <LPAREN> { s = span(); }
    [
        type = FunctionType() { types.add(type); }
        ( <COMMA> type = FunctionType() { types.add(type); } )*
    ]
    <RPAREN> { return new SqlNodeList(types, s.end(this)); }
}

SqlNode SqlShowFunctions() :
{
    final Span s;
}
{
    <SHOW> { s = span(); } <FUNCTIONS> { return new SqlShowFunctions(s.end(this)); }
}

SqlCreate SqlCreateModule(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final WasmFunctionOptions clauses = new WasmFunctionOptions();
}
{
    <MODULE>
    ifNotExists = IfNotExists(replace)
    name = CompoundTableIdentifier()
    ( ModuleOption(clauses) )*
    { return clauses.createModule(s.end(this), replace, ifNotExists, name); }
}

SqlDrop SqlDropModule(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <MODULE>
    ifExists = IfExists()
    name = CompoundTableIdentifier()
    { return new SqlDropModule(s.end(this), ifExists, name); }
}

SqlCreate SqlCreateModuleFunctions(Span s, boolean replace) :
{
    final SqlIdentifier module;
}
{
    <FUNCTIONS> <FROM> <MODULE>
    module = SimpleIdentifier()
    { return new SqlCreateModuleFunctions(s.end(this), replace, module); }
}

SqlNode SqlShowModules() :
{
    final Span s;
}
{
    <SHOW> { s = span(); } <MODULES> { return new SqlShowModules(s.end(this)); }
}

SqlCreate SqlCreateTenant(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final LimitClause limits = LimitClause.ofTenant();
}
{
    <TENANT>
    ifNotExists = IfNotExists(replace)
    name = SimpleIdentifier()
    [ <WITH> Limits(limits) ]
    { return new SqlCreateTenant(s.end(this), replace, ifNotExists, name, limits.changes()); }
}

SqlDrop SqlDropTenant(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <TENANT>
    ifExists = IfExists()
    name = SimpleIdentifier()
    { return new SqlDropTenant(s.end(this), ifExists, name); }
}

SqlNode SqlAlterTenant() :
{
    final Span s;
    final SqlIdentifier name;
    final LimitClause limits = LimitClause.ofTenant();
}
{
    <ALTER> { s = span(); } <TENANT>
    name = SimpleIdentifier()
    ( <SET> | <WITH> )
    Limits(limits)
    { return new SqlAlterTenant(s.end(this), name, limits.changes()); }
}

SqlNode SqlShowTenants() :
{
    final Span s;
}
{
    <SHOW> { s = span(); } <TENANTS> { return new SqlShowTenants(s.end(this)); }
}

SqlNode SqlGrantExecute() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlIdentifier tenant;
    SqlNodeList types = null;
}
{
    <GRANT> { s = span(); } <EXECUTE> <ON> <FUNCTION>
    name = CompoundTableIdentifier()
    [ types = ArgumentTypes() ]
    <TO> <TENANT>
    tenant = SimpleIdentifier()
    { return new SqlGrantExecute(s.end(this), true, name, types, tenant); }
}

SqlNode SqlRevokeExecute() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlIdentifier tenant;
    SqlNodeList types = null;
}
{
    <REVOKE> { s = span(); } <EXECUTE> <ON> <FUNCTION>
    name = CompoundTableIdentifier()
    [ types = ArgumentTypes() ]
    <FROM> <TENANT>
    tenant = SimpleIdentifier()
    { return new SqlGrantExecute(s.end(this), false, name, types, tenant); }
}

/** "(fuel.row = 1000, fuel.call = NONE)". */
void Limits(LimitClause limits) :
{
}
{
    <LPAREN> LimitValue(limits) ( <COMMA> LimitValue(limits) )* <RPAREN>
}

void LimitValue(LimitClause limits) :
{
    final String limit;
}
{
    limit = limitName() { limits.name(limit, getPos()); }
    ( <DOT> { limits.dot(limitName(), getPos()); } )*
    <EQ>
    (
        <UNSIGNED_INTEGER_LITERAL> { limits.value(getToken(0).image, getPos()); }
    |
        <NONE> { limits.none(); }
    |
        <DEFAULT_> { limits.standard(); }
    )
}

/** A part of a limit's name: any word, also a reserved one, or whatever else the clause then refuses. */
JAVACODE String limitName() {
    return getNextToken().image;
}
