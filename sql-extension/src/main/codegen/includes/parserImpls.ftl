<#-- The DDL of WebAssembly functions. What the options may hold is checked in WasmFunctionOptions; here is only their syntax. -->

SqlCreate SqlCreateWasmFunction(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final String spelling;
    final List<SqlCreateWasmFunction.Parameter> parameters;
    final SqlDataTypeSpec returnType;
    final WasmFunctionOptions clauses = new WasmFunctionOptions();
}
{
    <FUNCTION>
    ifNotExists = IfNotExists(replace)
    name = CompoundTableIdentifier() { spelling = spellingOfLast(name); }
    parameters = FunctionParameters()
    <RETURNS> returnType = DataType()
    <LANGUAGE> <WASM>
    ( FunctionOption(clauses) )*
    {
        return clauses.createFunction(
            s.end(this), replace, ifNotExists, name, spelling, parameters, returnType);
    }
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
    LOOKAHEAD( DataType() ( <COMMA> | <RPAREN> ) )
    type = DataType() { parameters.add(new SqlCreateWasmFunction.Parameter(null, type)); }
|
    LOOKAHEAD({ getMetadata().isReservedWord(getToken(1).image.toUpperCase(Locale.ROOT)) })
    name = anyWord()
    type = DataType() { parameters.add(new SqlCreateWasmFunction.Parameter(name, type)); }
|
    name = SimpleIdentifier()
    type = DataType() { parameters.add(new SqlCreateWasmFunction.Parameter(name, type)); }
}

JAVACODE SqlIdentifier anyWord() {
    getNextToken();
    return new SqlIdentifier(unquotedIdentifier(), getPos());
}

void FunctionOption(WasmFunctionOptions clauses) :
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
    <RETURNS> { s = span(); } <NULL> <ON> <NULL> <INPUT> { clauses.returnsNullOnNullInput(s.end(this)); }
|
    <EXTERNAL> <NAME> text = SimpleStringLiteral() { clauses.externalName(text, getPos()); }
|
    <SHA256> text = SimpleStringLiteral() { clauses.sha256(text, getPos()); }
|
    <FROM> text = SimpleStringLiteral() { clauses.file(text, getPos()); }
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
        type = DataType() { types.add(type); }
        ( <COMMA> type = DataType() { types.add(type); } )*
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
